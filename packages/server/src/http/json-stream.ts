/** A JSON object whose last member is a list that is written while it is read: large answers hold up nobody. */
import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * `{…head, [name]: […all items of all pieces]}`; `head` has a member. An error on the way breaks the connection, so
 * that nobody takes a part for all.
 */
export function jsonListResponse(
  head: object,
  name: string,
  pieces: AsyncGenerator<readonly unknown[]>,
): Response {
  const texts = toTexts(head, name, pieces);
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await texts.next();
      if (done === true) controller.close();
      else controller.enqueue(Buffer.from(value));
    },
    async cancel() {
      await texts.return();
    },
  });
  return new Response(stream, { headers: { "content-type": "application/json" } });
}

async function* toTexts(
  head: object,
  name: string,
  pieces: AsyncGenerator<readonly unknown[]>,
): AsyncGenerator<string, void, void> {
  let text = `${JSON.stringify(head).slice(0, -1)},${JSON.stringify(name)}:[`;
  let isFirst = true;
  for await (const items of pieces) {
    if (items.length === 0) continue;
    text += `${isFirst ? "" : ","}${JSON.stringify(items).slice(1, -1)}`;
    isFirst = false;
    yield text;
    text = "";
    await nextTurn();
  }
  yield `${text}]}`;
}
