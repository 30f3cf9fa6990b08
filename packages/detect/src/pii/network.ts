/** Addresses of machines: IPv4, IPv6, MAC. Not private, loopback or version-like ones. */
import type { Evidence, Family } from "../define.ts";
import type { Reading } from "../text/reading.ts";
import { found, type Kind } from "./found.ts";

const IP: Kind = { category: "ip_address", label: "an IP address", severity: "medium" };
const MAC: Kind = { category: "mac_address", label: "a MAC address", severity: "medium" };

const IPV4 = /(?<![\w.-])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\.?\d|[\w-])/g;
const COLONS = /(?<![\w:.])[0-9a-f:]{2,39}(?:%\w{1,15})?(?![\w:])/gi;
const MAC_FORM = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i;
const MAC_DASHED = /(?<![\w:-])[0-9a-f]{2}(?:-[0-9a-f]{2}){5}(?![\w:-])/gi;
const MAC_DOTTED = /(?<![\w.])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![\w.])/gi;

/** Words before a version number of four parts. */
const VERSION_WORD =
  /(?:\bv|@|\b(?:version|versions|ver|release|released|tag|tagged|build|firmware|driver|upgrade(?:d)?(?: to)?|update(?:d)? to|assembly|chrome|chromium|edg|safari)[\s:="'/]{1,3})$/;
const IP_WORD = /\b(?:ip|ipv4|address|addr|host|client|server|remote|from|peer|x-forwarded-for)\b/;

export const network: Family = {
  name: "network",
  find(reading) {
    const { text } = reading;
    const evidence: Evidence[] = [];
    if (reading.tokens.length === 0) return evidence;
    for (const match of text.matchAll(IPV4)) {
      if (isPublicIpv4(match[0], reading, match.index)) evidence.push(at(IP, match, 0.9));
    }
    for (const match of text.includes(":") ? text.matchAll(COLONS) : []) {
      if (MAC_FORM.test(match[0])) evidence.push(...mac(match));
      else if (isPublicIpv6(match[0].toLowerCase())) evidence.push(at(IP, match, 0.9));
    }
    for (const match of text.matchAll(MAC_DASHED)) evidence.push(...mac(match));
    for (const match of text.matchAll(MAC_DOTTED)) {
      if (/\bmac\b/.test(reading.before(match.index, 24))) evidence.push(...mac(match));
    }
    return evidence;
  },
};

function at(kind: Kind, match: RegExpExecArray, confidence: number): Evidence {
  return found(kind, match.index, match.index + match[0].length, confidence);
}

function mac(match: RegExpExecArray): Evidence[] {
  return /^[0:.-]+$|^[f:.-]+$/i.test(match[0]) ? [] : [at(MAC, match, 0.95)];
}

/** Ranges nobody can be found by: this host, private, shared, link-local, multicast and reserved. */
const NOT_PUBLIC =
  /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])|22[4-9]|2[34]\d|25\d)\./;

function isPublicIpv4(address: string, reading: Reading, start: number): boolean {
  const parts = address.split(".").map(Number);
  if (parts.some((part) => part > 255) || /(?:^|\.)0\d/.test(address)) return false;
  if (NOT_PUBLIC.test(address)) return false;
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
