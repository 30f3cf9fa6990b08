/** Whose spans they are, by the resource. */
import { type JsonObject, type Resource } from "@clew/model";
import { Attributes } from "../dialects/attributes.ts";
import { known } from "../dialects/dialect.ts";

/** The project is part of a span's key, so it comes from the resource alone, which logs of the same program share. */
export function toResource(attributes: JsonObject): Resource {
  const read = new Attributes(attributes);
  return known<Resource>({
    project: read.label("clew.project", "openinference.project.name"),
    environment: read.label("deployment.environment.name", "deployment.environment"),
    serviceName: read.label("service.name"),
    sdkName: read.label("telemetry.sdk.name"),
    sdkVersion: read.label("telemetry.sdk.version"),
  });
}
