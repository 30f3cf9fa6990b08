/** Masks every text on its way onto the wire, wherever it stands: inputs, stream chunks, errors, names, metadata. */
import { WireWriter, type WriteUtf8 } from "@clew/model";
import { isSecretName, type Mask } from "./presets.ts";

export class MaskingWriter extends WireWriter {
  private readonly mask: Mask;
  private readonly masksNamed: boolean;
  /** Where the value of a member with a secret's name begins, once its key is written. */
  private secretAt = -1;

  constructor(
    bytes: Uint8Array,
    writeUtf8: WriteUtf8 | undefined,
    mask: Mask,
    masksNamed: boolean,
  ) {
    super(bytes, writeUtf8);
    this.mask = mask;
    this.masksNamed = masksNamed;
  }

  override text(value: string): void {
    const isSecret = this.secretAt === this.offset;
    super.text(isSecret ? "[key]" : this.mask(value));
    this.secretAt = !isSecret && this.masksNamed && isSecretName(value) ? this.offset : -1;
  }
}
