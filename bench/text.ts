/** Text that reads and compresses about like chat: words of uneven frequency, the same in every run. */

const SYLLABLES = "ka lo min ter so vi ran de pul ga ne ro sti mon a be cu li fer to".split(" ");

export interface Message {
  role: string;
  content: string;
}

/** Numbers from 0 to 1 that look random and are the same for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A maker of texts: about `characters` long, words after Zipf's law from a vocabulary of 4,000. */
export function createWriter(seed: number): (characters: number) => string {
  const random = createRandom(seed);
  const words = Array.from({ length: 4000 }, () => {
    const length = 1 + Math.floor(random() * 4);
    return Array.from(
      { length },
      () => SYLLABLES[Math.floor(random() * SYLLABLES.length)] ?? "",
    ).join("");
  });
  return (characters) => {
    let text = "";
    while (text.length < characters) {
      const rank = Math.floor(words.length ** random()) - 1;
      text += `${words[rank] ?? ""}${random() < 0.1 ? ". " : " "}`;
    }
    return text.slice(0, characters);
  };
}

/** A chat of `count` messages with `characters` in all. */
export function chat(
  write: (characters: number) => string,
  count: number,
  characters: number,
): Message[] {
  return Array.from({ length: count }, (_, index) => ({
    role: index === 0 ? "system" : index % 2 === 1 ? "user" : "assistant",
    content: write(Math.floor(characters / count)),
  }));
}
