/** The routes as an OpenAPI 3.1 document. */
import type { ParameterDoc, Route } from "./route.ts";

/** A JSON document; `path` in hono's form becomes OpenAPI's. */
export function toOpenApi(routes: readonly Route[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    (paths[path] ??= {})[route.method] = toOperation(route);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Clew",
      version,
      description:
        "Traces of LLM applications. The types of the answers are those of @clew/model; errors are application/problem+json, on the OTLP routes google.rpc.Status.",
    },
    paths,
  };
}

function toOperation(route: Route): Record<string, unknown> {
  const { summary, parameters = [], accepts, answers, produces } = route;
  const { refuses = ["application/problem+json"] } = route;
  return {
    summary,
    parameters: parameters.map(toParameter),
    ...(accepts === undefined
      ? {}
      : { requestBody: { required: true, content: contentOf(accepts) } }),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, description]) => [
        status,
        {
          description,
          content: contentOf(status === "200" ? [produces] : refuses),
        },
      ]),
    ),
  };
}

function toParameter({ many, schema, required, ...rest }: ParameterDoc): Record<string, unknown> {
  return {
    ...rest,
    required: required ?? false,
    schema: many === true ? { type: "array", items: schema } : schema,
  };
}

function contentOf(types: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(types.map((type) => [type, {}]));
}
