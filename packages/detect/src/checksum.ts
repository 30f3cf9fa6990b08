/** Check digits. Every function takes digits alone (or what its line says) of a length the caller has checked. */

/** Value of the digit at a place. */
export function digit(digits: string, index: number): number {
  return digits.charCodeAt(index) - 48;
}

/** Sum of the first digits, each times its weight. */
export function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * digit(digits, index), 0);
}

/** Luhn, mod 10: cards, SIN, personnummer. */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const value = digit(digits, digits.length - 1 - index) * (1 + (index % 2));
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** Remainder of a decimal number of any length. */
export function remainder(digits: string, modulus: number): number {
  let rest = 0;
  for (let index = 0; index < digits.length; index++) {
    rest = (rest * 10 + digit(digits, index)) % modulus;
  }
  return rest;
}

/** ISO 7064 mod 97-10 over letters and digits, the check digits moved to the end: IBAN. */
export function mod97(code: string): boolean {
  let rest = 0;
  for (const character of code) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** ISO 7064 mod 11,10: OIB, Steuer-ID. */
export function mod11And10(digits: string): boolean {
  let product = 10;
  for (let index = 0; index < digits.length - 1; index++) {
    const sum = (digit(digits, index) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - product) % 10 === digit(digits, digits.length - 1);
}

/** Weights 1 and 3 in turn, mod 10: EAN-13, AHV. */
export function ean(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    sum += digit(digits, digits.length - 1 - index) * (index % 2 === 0 ? 1 : 3);
  }
  return sum % 10 === 0;
}

/** The dihedral group D5: rows multiply, the permutation moves each place. */
const VERHOEFF_PRODUCT = [
  "0123456789",
  "1234067895",
  "2340178956",
  "3401289567",
  "4012395678",
  "5987604321",
  "6598710432",
  "7659821043",
  "8765932104",
  "9876543210",
];
const VERHOEFF_PLACE = [
  "0123456789",
  "1576283094",
  "5803796142",
  "8916043527",
  "9453126870",
  "4286573901",
  "2793806415",
  "7046913258",
];

/** Verhoeff: Aadhaar. */
export function verhoeff(digits: string): boolean {
  let check = 0;
  for (let index = 0; index < digits.length; index++) {
    const value = digit(digits, digits.length - 1 - index);
    const moved = digit(VERHOEFF_PLACE[index % 8] ?? "", value);
    check = digit(VERHOEFF_PRODUCT[check] ?? "", moved);
  }
  return check === 0;
}

/** True when all digits are one: many check sums let `000…` and `111…` pass. */
export function isRepeated(digits: string): boolean {
  return digits === (digits[0] ?? "").repeat(digits.length);
}

/** True for a day that a calendar has. Two-digit years are read as any century's. */
export function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year < 100 || year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);
}
