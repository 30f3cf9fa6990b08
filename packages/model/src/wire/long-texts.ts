/**
 * Remembers long texts of a batch by their place in the string table. Hashing all of a text costs more than copying
 * it, so one is looked up by its length and a few characters, which stand close together in memory, and then compared
 * whole. What finds its slot taken pushes the older text out.
 */
const SLOT_BITS = 9;
const SLOTS = 1 << SLOT_BITS;

export class LongTexts {
  private texts: (string | undefined)[] = [];
  private readonly marks: Int32Array = new Int32Array(SLOTS);
  private readonly indexes: Int32Array = new Int32Array(SLOTS);

  /** Its index in the string table; when it has none, -1, and `index` is kept as its own. */
  findOrAdd(text: string, index: number): number {
    const mark = markOf(text);
    const slot = mark >>> (32 - SLOT_BITS);
    // Another text is not even looked at: it would have to be fetched from far away.
    if (this.marks[slot] === mark && this.texts[slot] === text) return this.indexes[slot] as number;
    if (this.texts.length === 0) this.texts = Array.from<undefined>({ length: SLOTS });
    this.marks[slot] = mark;
    this.texts[slot] = text;
    this.indexes[slot] = index;
    return -1;
  }

  /** Forgets the texts from `index` on. */
  forgetFrom(index: number): void {
    for (let slot = 0; slot < this.texts.length; slot++) {
      if ((this.indexes[slot] as number) >= index) this.texts[slot] = undefined;
    }
  }

  clear(): void {
    this.texts.fill(undefined);
  }
}

/** Texts have at least 64 characters. */
function markOf(text: string): number {
  const { length } = text;
  let mark = Math.imul(length, 0x9e3779b1) ^ text.charCodeAt(length - 1);
  mark = Math.imul(mark, 31) + text.charCodeAt(0);
  mark = Math.imul(mark, 31) + text.charCodeAt(12);
  mark = Math.imul(mark, 31) + text.charCodeAt(24);
  mark = Math.imul(mark, 31) + text.charCodeAt(36);
  return Math.imul(mark, 0x85ebca6b);
}
