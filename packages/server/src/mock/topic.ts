/** What a question is about, in a few of its own words. */

const TOPIC_WORDS = 8;
/** The topic of a question without one. */
export const UNKNOWN_TOPIC = "your request";
/** Characters of a text that are read for its meaning. */
export const STUDIED_CHARS = 4096;

/** Words with which questions and requests begin and which say nothing of their subject. */
const OPENING =
  /^(?:(?:please|can|could|would|will|you|tell|give|show|explain|describe|write|find|search|research|list|compare|summari[sz]e|classify|what|whats|what's|who|where|when|why|how|is|are|was|were|do|does|did|should|know|known|name|one|some|any|short|story|tale|the|a|an|me|us|to|of|for|about|i|we|this|that|it|in|at|on)\b[\s,:]*)+/i;

/** At most eight words of the question's first sentence, without its opening; `your request` when nothing is left. */
export function findTopic(question: string): string {
  const line =
    question
      .slice(0, STUDIED_CHARS)
      .split(/\n/)
      .find((text) => text.trim() !== "") ?? "";
  const afterLabel = /^[^:.?!]{1,40}:\s+(\S.*)$/.exec(line)?.[1] ?? line;
  const sentence = /^(.*?[^.?!])[.?!]*(?:\s|$)(?=$|\p{Lu})/u.exec(afterLabel)?.[1] ?? afterLabel;
  const words = sentence
    .trim()
    .replace(OPENING, "")
    .replace(/[.?!]+$/, "")
    .split(/\s+/)
    .filter((word) => word !== "");
  return words.length === 0 ? UNKNOWN_TOPIC : words.slice(0, TOPIC_WORDS).join(" ");
}
