/** One call of a provider's client: a traced call that knows the provider's requests, errors and late answers. */
import { TracedCall } from "../call/call.ts";
import type { Mark } from "../call/mark.ts";
import { currentClient, existingClient } from "../client.ts";
import { currentScope } from "../context.ts";
import type { SpanFields } from "../fields.ts";
import { guarded } from "./guard.ts";
import { LiveSpan } from "../span.ts";
import { failureAttributes, isGivenUp, signalOf } from "./failure.ts";
import { ATTRIBUTES, type Operation } from "./operation.ts";
import { members, type Members, split, text } from "./read.ts";

/** How the calls of one method are traced, settled when the client is wrapped. */
export interface Plan {
  readonly operation: Operation;
  /** What the program has said of all its calls; wins over what a call says. */
  readonly mark: Mark;
  /** True when `mark` has a name of the program's own. */
  readonly isNamed: boolean;
  readonly provider: string;
}

export class ProviderCall extends TracedCall {
  readonly isStream: boolean;
  private readonly options: unknown;

  constructor(mark: Mark, args: readonly unknown[], span: LiveSpan) {
    super(mark, args, span);
    this.isStream = members(args[0]).stream === true;
    this.options = signalOf(args[1]) === undefined ? args[0] : args[1];
  }

  /** True when the caller's own signal, and not the clock, has ended the call. */
  isGivenUp(thrown: unknown): boolean {
    return isGivenUp(thrown, this.options);
  }

  /** The reason of the caller's signal, once it has fired. */
  get abortReason(): unknown {
    const signal = signalOf(this.options);
    return signal?.aborted === true ? signal.reason : undefined;
  }

  override fail(thrown: unknown, fields: SpanFields = {}): void {
    const status = this.isGivenUp(thrown) ? "cancelled" : "failed";
    const attributes = { ...fields.attributes, ...failureAttributes(thrown) };
    this.tell({ ...fields, attributes, error: thrown, status });
  }

  override succeed(answer: unknown): void {
    const read = this.mark.fields ?? ((output: unknown): SpanFields => ({ output }));
    this.tell(guarded(this.span.client.health, () => read(answer)) ?? {});
  }

  /** Ends the span, or adds to one that ended when nobody seemed to want its answer. */
  private tell(fields: SpanFields): void {
    if (!this.span.ended) this.end(fields);
    else this.span.update(this.mark.captureOutput ? fields : { ...fields, output: undefined });
  }
}

/** Opens the span of a call. Undefined when tracing is off; never throws. */
export function beginProviderCall(plan: Plan, args: readonly unknown[]): ProviderCall | undefined {
  try {
    const scope = currentScope();
    const client = scope?.span?.client ?? currentClient();
    if (!client.config.tracing) return undefined;
    const request = plan.operation.request?.(args) ?? members(args[0]);
    const [input, mark] = readRequest(plan, request);
    const span = new LiveSpan(mark.template, scope);
    const isWanted = span.isRecorded && mark.captureInput;
    span.start(mark.template, isWanted ? { value: input } : undefined);
    return new ProviderCall(mark, args, span);
  } catch (error) {
    existingClient()?.health.internalError(error);
    return undefined;
  }
}

function readRequest(plan: Plan, request: Members): [input: Members, mark: Mark] {
  const { operation, mark } = plan;
  const { template } = mark;
  const { model: asked, ...parameters } = request;
  const [input, generationInfo] = split(parameters, operation.input);
  const requestModel = text(asked);
  const model = template.model ?? requestModel;
  return [
    input,
    {
      ...mark,
      template: {
        ...template,
        name: plan.isNamed ? template.name : [operation.name, model].join(" ").trim(),
        model,
        provider: template.provider ?? plan.provider,
        generationInfo: { ...generationInfo, ...template.generationInfo },
      },
      collector:
        operation.collector && (() => withRequestModel(operation, template.model, requestModel)),
      fields: (answer) => settleModel(operation.read(answer), template.model, requestModel),
    },
  ];
}

function withRequestModel(
  operation: Operation,
  explicit: string | undefined,
  asked: string | undefined,
): NonNullable<ReturnType<NonNullable<Mark["collector"]>>> {
  const collector = operation.collector?.();
  return {
    add: (chunk) => collector?.add(chunk),
    fields: () => settleModel(collector?.fields() ?? {}, explicit, asked),
  };
}

/** The answer's model is the span's, unless the program named one; what was asked for is kept where it differs. */
export function settleModel(
  fields: SpanFields,
  explicit: string | undefined,
  asked: string | undefined,
): SpanFields {
  const { model, attributes } = fields;
  if (model === undefined || asked === undefined || model === asked) {
    return explicit === undefined ? fields : { ...fields, model: explicit };
  }
  return {
    ...fields,
    model: explicit ?? model,
    attributes: { ...attributes, [ATTRIBUTES.requestModel]: asked },
  };
}
