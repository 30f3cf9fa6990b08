/** What everything inside inherits: session, user, tags, metadata, project, environment. */
import { currentScope, type Inherited, runInScope } from "../context.ts";

/**
 * Calls `action`; every span begun inside, however deep or late, carries the given session, user, tags and metadata.
 * Project and environment hold for traces that begin inside. Inner calls add to outer ones. Returns what `action`
 * returns and throws what it throws.
 */
export function withContext<R>(context: Inherited, action: () => R): R {
  const scope = currentScope();
  const outer = scope?.inherited;
  const inherited: Inherited = {
    ...outer,
    ...defined(context),
    tags: [...new Set([...(outer?.tags ?? []), ...(context.tags ?? [])])],
    metadata: { ...outer?.metadata, ...context.metadata },
  };
  return runInScope({ ...scopeOf(scope), inherited: compact(inherited) }, action, undefined, []);
}

function scopeOf(scope: ReturnType<typeof currentScope>) {
  return scope?.reservation === undefined
    ? { span: scope?.span }
    : { span: scope.span, reservation: scope.reservation };
}

function defined(context: Inherited): Inherited {
  return Object.fromEntries(Object.entries(context).filter(([, value]) => value !== undefined));
}

/** Without empty tags and metadata, so that spans do not write them. */
function compact({ tags, metadata, ...rest }: Inherited): Inherited {
  const isTagged = tags !== undefined && tags.length > 0;
  const hasMetadata = metadata !== undefined && Object.keys(metadata).length > 0;
  return { ...rest, ...(isTagged ? { tags } : {}), ...(hasMetadata ? { metadata } : {}) };
}
