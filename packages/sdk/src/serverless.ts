/**
 * Platforms that freeze or end a program when it has answered a request: their `waitUntil` is told of the delivery.
 * Found by themselves are Vercel, by the request context it keeps in a global, and Cloudflare, by its module.
 */

/** Has the platform wait for a promise before it freezes the program. */
export type WaitUntil = (promise: Promise<unknown>) => void;

interface RequestContext {
  readonly get?: () => { readonly waitUntil?: WaitUntil } | undefined;
}

const VERCEL = Symbol.for("@vercel/request-context");
/** In a variable, for no bundler or checker knows the module. */
const CLOUDFLARE_MODULE: string = "cloudflare:workers";
let ofCloudflare: WaitUntil | undefined;

/** True where the program may be frozen between requests and nothing can be told to wait: then deliveries begin at once. */
export function mayFreeze(environment: Readonly<Record<string, string | undefined>>): boolean {
  return environment.AWS_LAMBDA_FUNCTION_NAME !== undefined;
}

/** Looks for what has to be loaded first. For when a client is made; elsewhere than on Cloudflare it does nothing. */
export async function findWaitUntil(): Promise<void> {
  const { navigator } = globalThis as { navigator?: { userAgent?: string } };
  if (ofCloudflare !== undefined || navigator?.userAgent !== "Cloudflare-Workers") return;
  const loaded = (await import(CLOUDFLARE_MODULE)) as { waitUntil?: WaitUntil };
  if (typeof loaded.waitUntil === "function") ofCloudflare = loaded.waitUntil;
}

/** The platform's function for the running request; undefined on a platform without one. */
export function currentWaitUntil(): WaitUntil | undefined {
  const vercel = (globalThis as { [VERCEL]?: RequestContext })[VERCEL]?.get?.();
  if (typeof vercel?.waitUntil === "function") return (promise) => vercel.waitUntil?.(promise);
  return ofCloudflare;
}
