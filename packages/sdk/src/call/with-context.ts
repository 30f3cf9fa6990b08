/** What everything inside inherits: session, user, tags, metadata, project, environment. */
import { existingClient } from "../client.ts";
import { currentScope, type Inherited, runInScope, type Scope } from "../context.ts";

/**
 * Calls `action`; every span begun inside, however deep or late, carries the given session, user, tags and metadata.
 * Project and environment hold for traces that begin inside. Inner calls add to outer ones. Returns what `action`
 * returns and throws what it throws.
 */
export function withContext<R>(context: Inherited, action: () => R): R {
  const scope = currentScope();
  const inner: Scope = {
    span: scope?.span,
    inherited: inherit(scope?.inherited, context),
    reservation: scope?.reservation,
    remote: scope?.remote,
  };
  return runInScope(inner, action, undefined, []);
}

/** The outer values with the inner ones over them. A context that cannot be read adds nothing. */
function inherit(outer: Inherited | undefined, context: Inherited): Inherited | undefined {
  try {
    const given = Object.entries(context).filter(([, value]) => value !== undefined);
    const { tags, metadata, ...rest }: Inherited = Object.fromEntries(given);
    return {
      ...outer,
      ...rest,
      tags: tags === undefined ? outer?.tags : [...new Set([...(outer?.tags ?? []), ...tags])],
      metadata: metadata === undefined ? outer?.metadata : { ...outer?.metadata, ...metadata },
    };
  } catch (error) {
    existingClient()?.health.internalError(error);
    return outer;
  }
}
