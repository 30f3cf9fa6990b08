/** A text alone, a list of texts such as the input of an embedding, or a stream of texts. */
import type { Part } from "@clew/model";
import { list, message, roleOfSide, type Shape } from "./shape.ts";

export const plainText: Shape = (value, side) => {
  const texts = typeof value === "string" ? [value] : (list(value) ?? []);
  if (texts.length === 0 || !texts.every((text) => typeof text === "string")) return null;
  // A list that came out is a stream: its pieces are one text. A list that went in is several texts.
  const whole = side === "output" ? [texts.join("")] : texts;
  return [
    message(
      roleOfSide(side),
      whole.map((text): Part => ({ type: "text", text })),
    ),
  ];
};
