/** Starts the dashboard. */
import "./style/tokens.css";
import "./style/base.css";
import { LIMITS } from "@clew/model";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createLiveFeed } from "./api/live.ts";
import { LiveProvider } from "./api/LiveContext.tsx";
import { App } from "./App.tsx";
import { applyTheme, storedTheme } from "./ui/theme.ts";

applyTheme(storedTheme());

const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: LIMITS.retries, refetchOnWindowFocus: true } },
});
const root = document.querySelector("#root");
if (root === null) throw new Error("index.html has no #root");

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <LiveProvider feed={createLiveFeed()}>
        <App />
      </LiveProvider>
    </QueryClientProvider>
  </StrictMode>,
);
