/** A text with the views several families share. Each view is made once, on first use, in one linear pass. */
import { type Judgement, judge } from "../linear/judgement.ts";
import { joinNumbers, type NumberRun } from "./numbers.ts";
import { findStretches, type Stretch } from "./stretches.ts";
import type { TextRole } from "./role.ts";
import { DIGIT, findTokens, type Token } from "./tokens.ts";

export class Reading {
  readonly text: string;
  /** Who wrote it. */
  readonly role: TextRole;
  #tokens: readonly Token[] | undefined;
  #numbers: readonly NumberRun[] | undefined;
  #stretches: readonly Stretch[] | undefined;

  #judgement: Judgement | undefined;

  constructor(text: string, role: TextRole = "user") {
    this.text = text;
    this.role = role;
  }

  /** Words that hold at least one digit. */
  get tokens(): readonly Token[] {
    this.#tokens ??= findTokens(this.text);
    return this.#tokens;
  }

  /** Digits as people group them: `555 010-4477`, `4111 1111 1111 1111`. */
  get numbers(): readonly NumberRun[] {
    this.#numbers ??= joinNumbers(this.text, this.tokens);
    return this.#numbers;
  }

  /** Letters and digits joined by single marks, up to 26 characters: `756.9217.0769.85`, `4c-09-47-c9-be-1e`. */
  get stretches(): readonly Stretch[] {
    this.#stretches ??= findStretches(this.text, this.tokens);
    return this.#stretches;
  }

  /** What the linear models say of it. */
  get judgement(): Judgement {
    this.#judgement ??= judge(this.text, this.tokens);
    return this.#judgement;
  }

  /** Tokens that are not digits alone: letters and digits mixed. */
  get codes(): readonly Token[] {
    return this.tokens.filter((token) => token.kinds !== DIGIT);
  }

  /** Up to `length` characters before an offset, in lower case. */
  before(offset: number, length: number): string {
    return this.text.slice(Math.max(0, offset - length), offset).toLowerCase();
  }

  /** Up to `length` characters from an offset on, in lower case. */
  after(offset: number, length: number): string {
    return this.text.slice(offset, offset + length).toLowerCase();
  }
}
