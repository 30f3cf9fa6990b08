/** Addresses of machines: IPv4, IPv6, MAC. Not private, loopback or version-like ones. */
import type { Evidence, Family } from "../define.ts";
import type { Reading } from "../text/reading.ts";
import { kindOf } from "../text/tokens.ts";
import { found, type Kind } from "./found.ts";

const IP: Kind = { category: "ip_address", label: "an IP address", severity: "medium" };
const MAC: Kind = { category: "mac_address", label: "a MAC address", severity: "medium" };

const IPV4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?:\/\d{1,2})?$/;
const MAC_COLONS = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i;
const MAC_DASHES = /^[0-9a-f]{2}(?:-[0-9a-f]{2}){5}$/i;
const MAC_DOTS = /^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/i;
/** Longest IPv6 address. */
const IPV6_MAX = 39;

/** Words before a version number of four parts. */
const VERSION_WORD =
  /(?:\bv|@|[=~^!<>]=\s?|[~^]|\/[\w-]{1,12}:|\b(?:version|versions|ver|release|released|tag|tagged|build|firmware|driver|upgraded?(?: to| from)?|updated? (?:to|from)|assembly|chrome|chromium|edg|safari)[\s:="'/]{1,3})$/;
const IP_WORD =
  /\b(?:ip|ipv4|address|addr|host|client|server|remote|from|peer|src|dst|source|destination|ping|dns|resolver|nameserver|gateway|x-forwarded-for)\b/;

export const network: Family = {
  name: "network",
  find(reading) {
    const evidence: Evidence[] = [];
    for (const { start, end } of reading.stretches) {
      const one = end - start < 7 ? null : judge(reading, start, end);
      if (one !== null) evidence.push(one);
    }
    for (const { start, end } of colonStretches(reading.text)) {
      const written = reading.text.slice(start, end).toLowerCase();
      if (MAC_COLONS.test(written)) {
        if (isMac(written)) evidence.push(found(MAC, start, end, 0.95));
      } else if (isPublicIpv6(written)) evidence.push(found(IP, start, end, 0.9));
    }
    return evidence;
  },
};

function judge(reading: Reading, start: number, end: number): Evidence | null {
  const written = reading.text.slice(start, end);
  const address = IPV4.exec(written)?.[1];
  if (address !== undefined) {
    const ip = found(IP, start, start + address.length, 0.9);
    return isPublicIpv4(address, reading, start) ? ip : null;
  }
  const named = MAC_DOTS.test(written) && /\bmac\b/.test(reading.before(start, 24));
  if (!named && !MAC_DASHES.test(written)) return null;
  return isMac(written) ? found(MAC, start, end, 0.95) : null;
}

/** Stretches of hex digits and colons with no letter or point beside them. */
function* colonStretches(text: string): Generator<{ start: number; end: number }> {
  let last = 0;
  for (let at = text.indexOf(":"); at !== -1; at = text.indexOf(":", Math.max(at + 1, last))) {
    let start = at;
    let end = at + 1;
    while (start > last && isHexOrColon(text.charCodeAt(start - 1))) start--;
    while (end < text.length && isHexOrColon(text.charCodeAt(end))) end++;
    last = end;
    if (end - start < 4 || end - start > IPV6_MAX) continue;
    const before = text.charCodeAt(start - 1);
    if (kindOf(before) !== 0 || before === 46 || kindOf(text.charCodeAt(end)) !== 0) continue;
    yield { start, end };
  }
}

function isHexOrColon(code: number): boolean {
  return (code >= 48 && code <= 58) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

/** All zeros and all ones are nobody's. */
function isMac(written: string): boolean {
  return !/^[0:.-]+$|^[f:.-]+$/i.test(written);
}

/** Ranges nobody can be found by: this host, private, shared, link-local, multicast and reserved. */
const NOT_PUBLIC =
  /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])|22[4-9]|2[34]\d|25\d)\./;

function isPublicIpv4(address: string, reading: Reading, start: number): boolean {
  const parts = address.split(".").map(Number);
  if (parts.some((part) => part > 255) || /(?:^|\.)0\d/.test(address)) return false;
  if (NOT_PUBLIC.test(address)) return false;
  if ("-_/".includes(reading.text[start - 1] ?? " ")) {
    if (!reading.before(start, 3).endsWith("//")) return false;
  }
  const before = reading.before(start, 24);
  if (VERSION_WORD.test(before)) return false;
  // Small numbers in all four places are a version unless the text speaks of an address.
  return Math.max(...parts) >= 32 || IP_WORD.test(before);
}

function isPublicIpv6(address: string): boolean {
  const halves = address.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => half.split(":").filter((group) => group !== ""));
  if (halves.some((half) => half.startsWith(":") || half.endsWith(":"))) return false;
  if (groups.some((group) => group.length > 4)) return false;
  if (halves.length === 1 ? groups.length !== 8 : groups.length < 2 || groups.length > 7)
    return false;
  if (!groups.some((group) => group.length >= 3)) return false;
  return !/^(?:fe[89ab]|f[cd]|ff|0{0,4}:)/.test(address);
}
