import { lazy, type ReactElement, Suspense } from "react";
import { Link, Route, Switch, useLocation } from "wouter";
import { Shell } from "./shell/Shell.tsx";
import { TracesPage } from "./traces/TracesPage.tsx";
import { ErrorBoundary } from "./ui/ErrorBoundary.tsx";

const TracePage = lazy(async () => ({
  default: (await import("./trace/TracePage.tsx")).TracePage,
}));
const AnalyticsPage = lazy(async () => ({
  default: (await import("./analytics/AnalyticsPage.tsx")).AnalyticsPage,
}));

/** The routes. Each page is a folder; the two that are not the first route arrive when they are asked for. */
export function App(): ReactElement {
  const [path] = useLocation();
  return (
    <Shell>
      <ErrorBoundary key={path}>
        <Suspense fallback={null}>
          <Switch>
            <Route path="/">
              <TracesPage />
            </Route>
            <Route path="/traces">
              <TracesPage />
            </Route>
            <Route path="/traces/:traceId">
              {({ traceId }) => <TracePage key={traceId} traceId={traceId} />}
            </Route>
            <Route path="/analytics">
              <AnalyticsPage />
            </Route>
            <Route>
              <p style={{ padding: 24 }}>
                There is no page at this address. <Link href="/">All traces</Link>
              </p>
            </Route>
          </Switch>
        </Suspense>
      </ErrorBoundary>
    </Shell>
  );
}
