import { readFile } from "node:fs/promises";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import type { Action } from "./actions/action.ts";
import { alertPage } from "./hive-pieces.ts";
import type { Live } from "./live.ts";
import type { Stage } from "./stage.ts";

const POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self'; frame-ancestors 'none'";
// Later ones overrule earlier ones.
const STYLES = ["colours", "base", "frame", "slack", "forms", "phones", "hive", "narrow"].map(
  (name) => `styles/${name}.css`,
);
const LiveQuery = z.object({ as: z.string(), tail: z.coerce.number().int().min(1).max(2000).default(60) });
const AlertsQuery = z.object({
  stage: z.enum(["all", "New", "InProgress", "Closed", "Imported"]).default("all"),
  text: z.string().default(""),
  page: z.coerce.number().int().min(0).default(0),
});

/** All that the page's server answers with. */
export interface PageParts {
  readonly stage: Stage;
  readonly live: Live;
  readonly actions: Readonly<Record<string, Action>>;
  /** The page's script. */
  readonly script: string;
  /** Ends all streams. */
  readonly stopping: AbortSignal;
}

/** The page, its event stream and what visitors do. */
export function pageRoutes({ stage, live, actions, script, stopping }: PageParts): Hono {
  const app = new Hono();
  app.use(onlyFromHere);
  app.get("/", async (context) => context.html(await asset("page.html")));
  app.get("/page.css", async (context) =>
    context.body((await Promise.all(STYLES.map(asset))).join("\n"), 200, {
      "content-type": "text/css; charset=utf-8",
    }),
  );
  app.get("/page.js", (context) =>
    context.body(script, 200, { "content-type": "text/javascript; charset=utf-8" }),
  );
  app.get("/favicon.ico", (context) => context.body(null, 204));
  app.get("/live", (context) => {
    const visitor = LiveQuery.safeParse(context.req.query());
    if (!visitor.success) return context.text("as and tail are expected", 400);
    return streamSSE(context, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      const signal = AbortSignal.any([gone.signal, stopping]);
      await live.follow(visitor.data, (patch) => stream.writeSSE({ data: JSON.stringify(patch) }), signal);
    });
  });
  app.get("/alerts", (context) => {
    const query = AlertsQuery.safeParse(context.req.query());
    if (!query.success) return context.text("stage, text and page are expected", 400);
    return context.json(alertPage(stage.hive, query.data));
  });
  app.get("/files/:id", (context) => {
    const file = stage.slack.store.files.get(context.req.param("id"));
    if (file === undefined) return context.notFound();
    return context.body(new Uint8Array(file.bytes), 200, { "content-type": file.mimetype });
  });
  app.post("/do/:verb", async (context) => {
    const act = Object.hasOwn(actions, context.req.param("verb"))
      ? actions[context.req.param("verb")]
      : undefined;
    if (act === undefined) return context.notFound();
    return context.json(await act(await context.req.json().catch(() => undefined)));
  });
  return app;
}

// Other pages in the same browser must not reach in: neither by a name that leads here, nor by a form.
const onlyFromHere = createMiddleware(async (context, next) => {
  const host = context.req.header("host") ?? "";
  const isJson = context.req.header("content-type")?.startsWith("application/json") ?? false;
  const isLocal = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);
  if (!isLocal || (context.req.method === "POST" && !isJson)) return context.text("Forbidden", 403);
  await next();
  context.header("content-security-policy", POLICY);
  context.header("x-content-type-options", "nosniff");
  context.header("cache-control", "no-store");
  return undefined;
});

async function asset(name: string): Promise<string> {
  return await readFile(new URL(`./client/${name}`, import.meta.url), "utf8");
}
