/** `@clew/sdk/bedrock`: traces the calls of a Bedrock runtime client of the AWS SDK. */
import { createMark } from "../../call/mark.ts";
import { runInScope } from "../../context.ts";
import { safely } from "../begin.ts";
import type { Operation } from "../operation.ts";
import { beginProviderCall, type Plan, type ProviderCall } from "../provider-call.ts";
import { members } from "../read.ts";
import { replaceOnce, type WrapOptions } from "../wrap-client.ts";
import { follow } from "../wrap-methods.ts";
import { CONVERSE } from "./converse.ts";
import { EMBED_MODEL, INVOKE_MODEL } from "./invoke.ts";

export type { WrapOptions } from "../wrap-client.ts";

/** What is needed of a client; `BedrockRuntimeClient` has it. */
export interface BedrockClient {
  send(...args: never[]): unknown;
}

/**
 * Traces `ConverseCommand`, `ConverseStreamCommand` and `InvokeModelCommand` that are sent with this client: model,
 * parameters, messages, tokens with the cached ones, time to first chunk, failures.
 *
 *     const client = wrapBedrock(new BedrockRuntimeClient({ region: "eu-north-1" }));
 *
 * @param client Changed in place and returned; wrapping it twice does no harm.
 * @param options Said of all its calls, e.g. `{ tags: ["beta"] }`; wins over what a call says.
 */
export function wrapBedrock<C extends BedrockClient>(client: C, options: WrapOptions = {}): C {
  safely(() => {
    replaceOnce(client, "send", (send) => {
      return function traced(this: unknown, ...args: unknown[]) {
        const call = safely(() => begin(args, options));
        if (call === undefined) return Reflect.apply(send, this, args);
        let result: unknown;
        try {
          result = runInScope(call.span, send, this, withCallback(call, args));
        } catch (error) {
          call.fail(error);
          throw error;
        }
        return result === undefined ? result : follow(call, result, streamOf);
      };
    });
  });
  return client;
}

/** Opens the span of a command that calls a model. */
function begin(args: readonly unknown[], options: WrapOptions): ProviderCall | undefined {
  const [command, ...rest] = args;
  const { input, constructor } = members(command);
  const operation = operationOf((constructor as { name?: string } | undefined)?.name, input);
  if (operation === undefined) return undefined;
  const mark = createMark(operation.kind, options, begin, operation.name);
  const plan: Plan = { operation, mark, provider: "aws", isNamed: options.name !== undefined };
  return beginProviderCall(plan, [input, ...rest]);
}

function operationOf(command: string | undefined, input: unknown): Operation | undefined {
  if (command === "ConverseCommand" || command === "ConverseStreamCommand") return CONVERSE;
  if (command !== "InvokeModelCommand") return undefined;
  return /embed/.test(String(members(input).modelId)) ? EMBED_MODEL : INVOKE_MODEL;
}

/** The answer of a streamed command is an object with the stream in it. */
function streamOf(answer: unknown): unknown {
  return members(answer).stream ?? answer;
}

/** The old way: a function at the end that is told. */
function withCallback(call: ProviderCall, args: readonly unknown[]): readonly unknown[] {
  const callback = args.at(-1);
  if (typeof callback !== "function") return args;
  const told = (error: unknown, answer: unknown): unknown => {
    if (error === null || error === undefined) call.succeed(answer);
    else call.fail(error);
    return (callback as (...args: unknown[]) => unknown)(error, answer);
  };
  return [...args.slice(0, -1), told];
}
