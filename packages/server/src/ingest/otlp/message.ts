/** Reads a protobuf message by a table of its fields; unknown fields, and known ones of another wire type, are skipped. */
import { type BinaryReader, WireType } from "@bufbuild/protobuf/wire";

/** Takes one field's value from the reader into `target`. */
export type Read<T> = (reader: BinaryReader, target: T, depth: number) => void;

interface Field<T> {
  readonly wireType: WireType;
  readonly read: Read<T>;
}

/** Fields by their number. */
export type Fields<T> = readonly (Field<T> | undefined)[];

/** A field of bytes, text or a message. */
export function sized<T>(read: Read<T>): Field<T> {
  return { wireType: WireType.LengthDelimited, read };
}

/** A field of an integer, bool or enum. */
export function varint<T>(read: Read<T>): Field<T> {
  return { wireType: WireType.Varint, read };
}

/** A field of eight bytes. */
export function fixed64<T>(read: Read<T>): Field<T> {
  return { wireType: WireType.Bit64, read };
}

/** The table from its numbered fields. */
export function table<T>(fields: Readonly<Record<number, Field<T>>>): Fields<T> {
  const byNumber: (Field<T> | undefined)[] = [];
  for (const [number, field] of Object.entries(fields)) byNumber[Number(number)] = field;
  return Array.from(byNumber);
}

/** Reads the message whose length comes next. */
export function readSized<T>(reader: BinaryReader, fields: Fields<T>, target: T, depth = 0): T {
  const length = reader.uint32();
  return readUntil(reader, reader.pos + length, fields, target, depth);
}

/** Reads a message that ends at `end`. Throws RangeError where the bytes do not hold it. */
export function readUntil<T>(
  reader: BinaryReader,
  end: number,
  fields: Fields<T>,
  target: T,
  depth = 0,
): T {
  if (end > reader.len) throw new RangeError("a message runs past the end of the body");
  while (reader.pos < end) {
    const [number, wireType] = reader.tag();
    const field = fields[number];
    if (field?.wireType === wireType) field.read(reader, target, depth);
    else reader.skip(wireType, number);
  }
  if (reader.pos !== end) throw new RangeError("a field runs past the end of its message");
  return target;
}
