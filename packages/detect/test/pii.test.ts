import { describe, expect, it } from "vitest";
import { createDetector, DetectorType } from "@clew/detect";

const detector = createDetector([DetectorType.PII]);

/** What is found, as `category=text`. */
function found(text: string): string[] {
  return detector
    .evaluate({ response: text })
    .issues.map(({ category, start, end }) => `${category}=${text.slice(start, end)}`);
}

const FIRES: readonly [string, string[]][] = [
  ["Write to ann.lee+news@mail.example.co.uk.", ["email=ann.lee+news@mail.example.co.uk"]],
  [
    "postgres://ann:s3cr3t@db.example.com/app",
    ["url_credentials=postgres://ann:s3cr3t@db.example.com"],
  ],
  ["Call me: (619) 350-4570", ["phone=(619) 350-4570"]],
  [
    "Office +49 30 88319933, fax +44 (0)20 7946 0958",
    ["phone=+49 30 88319933", "phone=+44 (0)20 7946 0958"],
  ],
  ["Tel. 030/123 456 78", ["phone=030/123 456 78"]],
  ["ring 345-899-3560x4587", ["phone=345-899-3560x4587"]],
  ["My number is 6193504570", ["phone=6193504570"]],
  ["Visa 4111 1111 1111 1111 12/27 123", ["credit_card=4111 1111 1111 1111"]],
  ["Amex 3782-822463-10005", ["credit_card=3782-822463-10005"]],
  ['{"card":"5555555555554444"}', ["credit_card=5555555555554444"]],
  ["IBAN DE89 3704 0044 0532 0130 00.", ["iban=DE89 3704 0044 0532 0130 00"]],
  ["pay gb82west12345698765432 now", ["iban=gb82west12345698765432"]],
  ["from 203.0.113.77:443", ["ip_address=203.0.113.77"]],
  ["peer 2001:db8:85a3::8a2e:370:7334 closed", ["ip_address=2001:db8:85a3::8a2e:370:7334"]],
  ["src=8.8.8.8 ping 9.9.9.9", ["ip_address=8.8.8.8", "ip_address=9.9.9.9"]],
  ["id,ssn\n1,491-13-4681,5,200", ["us_ssn=491-13-4681"]],
  [
    "passport no. X1234567, driver's license D1234567",
    ["passport=X1234567", "driving_licence=D1234567"],
  ],
  ["MAC 4c:09:47:c9:be:1e", ["mac_address=4c:09:47:c9:be:1e"]],
  [
    "send to 0x52908400098527886E0F7030069857D2E4169EE7",
    ["crypto_address=0x52908400098527886E0F7030069857D2E4169EE7"],
  ],
  ["btc 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", ["crypto_address=1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"]],
  ["Date of birth: 17 September 2006", ["date_of_birth=17 September 2006"]],
  ["DOB 1997-03-09", ["date_of_birth=1997-03-09"]],
  ["geboren am 03.10.1964 in Ulm", ["date_of_birth=03.10.1964"]],
];

const SILENT: readonly string[] = [
  "git clone git@github.com:clew/clew.git",
  "https://user:password@host.example/ and https://${USER}:${PASS}@host.example/",
  "startTimeUnixNano: 1784604828657003694, endTimeUnixNano: 1778476770397488243",
  "timestamp=1700000000000 and 1700000000",
  "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  "vector [-0.30641809, -0.52451233, 0.11237968, 0.47301942]",
  "0.123456 0.234567 0.345678",
  "npm warn @vercel/otel@13.16.54.0 deprecated; tag 6.27.13.2; version 120.0.6099.109",
  "listening on 127.0.0.1, 10.0.0.14, 192.168.1.13, 172.16.0.9 and ::1",
  "invoice 3625189329 amount $5415.96 parcel 4939902482793577",
  "ISBN 978-2-09-263643-0",
  "order #4111111111111111",
  "id=123e4567-e89b-12d3-a456-426614174000",
  "latitude/longitude -112.670353, 65.5624",
  "released on 2024-05-01, updated 01.05.2024, due 12/31/2026",
  "1024 2048 4096 8192 16384 32768 65536",
  "card 4111 1111 1111 1112",
  "IBAN DE89 3704 0044 0532 0130 01",
  "12:30:45 to 13:45:59, std::vector<int>, a::b",
  "sha256:f6259e0965bef71485f80c022acdfe86f1b0f09b",
  "Total: 1,234,567 of 9,876,543 rows",
  "The meeting was on 1990-01-02.",
  "user@host:~$ ls",
  "pip install foo==1.26.118.3; image registry/app:4.55.66.77; upgraded from 14.22.21.50",
  "Tel Aviv 1909-2020, the call of 1968-1975",
  "p. 123-130, chr7:55,086,714-55,324,313, 10-20-30-40",
  "foo logo@2x.png react@18.2.0",
];

describe("PII", () => {
  it.each(FIRES)("finds it in %j", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each(SILENT)("leaves alone %j", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("never repeats what it found", () => {
    const { issues } = detector.evaluate({ prompt: "ann@example.com 4111 1111 1111 1111" });
    expect(issues.map((issue) => issue.excerpt)).toEqual([
      "•••@••••••e.com",
      "•••• •••• •••• 1111",
    ]);
    expect(issues.map((issue) => issue.message).join()).not.toMatch(/ann|4111/);
  });

  it("grades one element by its kind, two kinds as high, a person's file as critical", () => {
    const grade = (prompt: string): unknown => detector.evaluate({ prompt }).maxSeverity;
    expect(grade("ann@example.com and bob@example.com")).toBe("medium");
    expect(grade("4111 1111 1111 1111")).toBe("high");
    expect(grade("ann@example.com, +1 619 350 4570")).toBe("high");
    expect(grade("ann@example.com, +1 619 350 4570, SSN 491-13-4681")).toBe("critical");
    expect(grade("nothing here")).toBe(null);
  });
});
