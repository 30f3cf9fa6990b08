import { describe, expect, it } from "vitest";
import { Reading } from "@clew/detect";
import { NATIONAL_IDS, nationalId } from "../src/pii/national-id.ts";

/** Specimens published by the issuing offices or used throughout the literature, beside a word that names them. */
const SPECIMENS: Record<string, string[]> = {
  us_ssn: ["SSN 219-09-9999", "social security number: 219099999"],
  ca_sin: ["SIN 046 454 286"],
  br_cpf: ["CPF 529.982.247-25", "cpf: 52998224725"],
  mx_curp: ["CURP HEGG560427MVZRRL04"],
  cl_rut: ["RUT 12.345.678-5", "rut 30.686.957-4"],
  ar_cuil: ["CUIL 20-12345678-6"],
  ec_cedula: ["cédula 1710034065"],
  gb_nhs: ["NHS number 943 476 5919"],
  gb_nino: ["NINO AB123456C", "national insurance AB 12 34 56 C"],
  ie_pps: ["PPS 1234567T", "PPSN 1234567FA"],
  fr_nir: ["NIR 2 55 08 14 168 025 38", "numéro de sécurité sociale 255081416802538"],
  de_tax_id: ["Steuer-ID 36 574 261 809"],
  de_pension_number: ["Rentenversicherungsnummer 15070649C103"],
  at_svnr: ["SVNR 1237 010180"],
  ch_ahv: ["AHV 756.9217.0769.85"],
  nl_bsn: ["BSN 111222333"],
  be_national_number: ["rijksregisternummer 85.07.30-033.28"],
  es_nif: ["DNI 12345678Z", "NIE X1234567L"],
  pt_nif: ["contribuinte 123456789"],
  it_fiscal_code: ["codice fiscale RSSMRA85T10A562S"],
  gr_amka: ["AMKA 01013099997"],
  gr_afm: ["AFM 094259216"],
  tr_identity_number: ["TC kimlik 10000000146"],
  is_kennitala: ["kennitala 120174-3399"],
  se_personnummer: ["personnummer 811218-9876", "pnr 198112189876"],
  fi_hetu: ["hetu 131052-308T"],
  dk_cpr: ["CPR 211062-5629"],
  no_fodselsnummer: ["fødselsnummer 15108695088"],
  pl_pesel: ["PESEL 44051401359"],
  cz_birth_number: ["rodné číslo 710319/2745"],
  ro_cnp: ["CNP 1630615123457"],
  bg_egn: ["EGN 7523169263"],
  hr_oib: ["OIB 33392005961"],
  rs_jmbg: ["JMBG 0101006500006"],
  hu_taj: ["TAJ 111 111 110"],
  ee_lt_personal_code: ["isikukood 36805280109", "asmens kodas 33309240064"],
  lv_personal_code: ["personas kods 161175-19997"],
  ua_tax_number: ["РНОКПП 1759013776"],
  in_aadhaar: ["Aadhaar 2341 2341 2346"],
  in_pan: ["PAN ACUPA7085R"],
  cn_resident_id: ["身份证 11010519491231002X"],
  tw_national_id: ["Taiwan national id A123456789"],
  hk_identity_card: ["HKID A123456(3)"],
  sg_nric: ["NRIC S1234567D"],
  kr_rrn: ["RRN 971013-9019902"],
  jp_my_number: ["My Number 6214 9832 0257"],
  th_national_id: ["Thai ID 1-2345-45678-78-1"],
  il_identity_number: ["teudat zehut 039337423"],
  au_tfn: ["TFN 123 456 782"],
  au_medicare: ["Medicare 2123 45670 1"],
  nz_ird: ["IRD 49-091-850"],
  za_id: ["South African ID number 8001015009087"],
};

const find = (text: string): string[] =>
  nationalId.find(new Reading(text), { prompt: text }).map(({ category }) => category);

describe("national ids", () => {
  it("has a specimen of every number, from at least 25 countries", () => {
    const categories = NATIONAL_IDS.map(({ category }) => category);
    expect(Object.keys(SPECIMENS).sort()).toEqual([...categories].sort());
    expect(new Set(categories.map((category) => category.slice(0, 2))).size).toBeGreaterThan(45);
  });

  it.each(Object.entries(SPECIMENS))("finds %s in %j", (category, texts) => {
    expect(texts.map(find)).toEqual(texts.map(() => [category]));
  });

  const CHECKED = NATIONAL_IDS.filter(({ valid }) => valid !== undefined).map(
    ({ category }) => category,
  );
  /** No check digit: any other digit is as good, within the ranges of its form. */
  const FORM_ONLY = new Set(["us_ssn", "dk_cpr"]);
  it.each(CHECKED.filter((category) => !FORM_ONLY.has(category)))(
    "does not take %s with another digit",
    (category) => {
      const specimen = SPECIMENS[category]?.[0] ?? "";
      const at = specimen.search(/\d(?=\D*\d\D*$)/);
      const changed = "0123456789"
        .split("")
        .filter((digit) => digit !== specimen[at])
        .map((digit) => specimen.slice(0, at) + digit + specimen.slice(at + 1));
      const taken = changed.filter((text) => find(text).includes(category));
      expect(taken.length).toBeLessThanOrEqual(1);
    },
  );

  it.each([
    "order 1234567890",
    "943 476 5919",
    "44051401359",
    "111222333",
    "invoice id 1630615123457",
    "2024-05-01 12345678A",
    "000-12-3456 and 666-12-3456 and 987-65-4321",
    "uuid 12345678-1234-1234-1234-123456789012",
  ])("leaves alone %j", (text) => {
    expect(find(text)).toEqual([]);
  });
});
