/** Just enough of protobuf to read OTLP. */

interface Field {
  readonly number: number;
  /** Bytes of a length-delimited field; the number of any other. */
  readonly value: Buffer | bigint;
}

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** The fields of a message, in order. Throws on bytes that are none. */
function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  let offset = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message.readUInt8(offset++);
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const bytes = (length: number): Buffer => message.subarray(offset, (offset += length));
  while (offset < message.length) {
    const tag = Number(varint());
    const number = tag >>> 3;
    switch (tag & 7) {
      case VARINT:
        fields.push({ number, value: varint() });
        break;
      case FIXED_64:
        fields.push({ number, value: bytes(8).readBigUInt64LE() });
        break;
      case LENGTH_DELIMITED:
        fields.push({ number, value: bytes(Number(varint())) });
        break;
      case FIXED_32:
        fields.push({ number, value: BigInt(bytes(4).readUInt32LE()) });
        break;
      default:
        throw new Error(`protobuf field of kind ${tag & 7}`);
    }
  }
  return fields;
}

/** The messages or texts with this number. */
export function members(message: Buffer, number: number): Buffer[] {
  return fieldsOf(message)
    .filter((field) => field.number === number)
    .map(({ value }) => value)
    .filter((value) => typeof value !== "bigint");
}

/** The last number with this number of field, or 0. */
export function integer(message: Buffer, number: number): bigint {
  const found = fieldsOf(message).findLast((field) => field.number === number)?.value;
  return typeof found === "bigint" ? found : 0n;
}

/** The last text with this number, or none. */
export function text(message: Buffer, number: number): string {
  return members(message, number).at(-1)?.toString("utf8") ?? "";
}
