/** What only standard decorators can mark: private methods, fields and accessors. */
import { traceable } from "@clew/sdk";

class Agent {
  readonly #name = "agent";

  @traceable("tool")
  accessor mood = "calm";

  @traceable("llm")
  answer = async (question: string): Promise<string> => question.toUpperCase();

  @traceable("agent")
  async #run(question: string): Promise<string> {
    this.mood = "eager";
    return `${this.#name} ${await this.answer(question)} ${this.mood}`;
  }

  run(question: string): Promise<string> {
    return this.#run(question);
  }
}

console.log(await new Agent().run("why"));
