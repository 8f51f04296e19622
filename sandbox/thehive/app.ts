import { Hono } from "hono";
import { noSuchRoute } from "./errors.ts";
import { isUnanswered, passGate } from "./fault-gate.ts";
import type { Hive } from "./hive.ts";
import { type HiveContext, type HiveEnv, html, json, problemResponse, readBody } from "./http.ts";
import type { LoggedRequest, RequestLog } from "./request-log.ts";
import { openStatus } from "./status-routes.ts";
import { v0Routes } from "./v0.ts";
import { v1Routes } from "./v1.ts";
import { webPage } from "./web-pages.ts";

/** All that TheHive answers, behind the log and the faults. */
export function createApp(hive: Hive, log: RequestLog): Hono<HiveEnv> {
  const app = new Hono<HiveEnv>();
  app.use(async (c, next) => {
    const entry = await open(hive, c);
    log.open(entry);
    const struck = hive.faults.strike(c.req.method, c.req.path);
    entry.faults = struck.map(({ kind }) => kind);
    const response = await passGate(hive, c, struck, async () => {
      await next();
      return c.res;
    });
    if (!isUnanswered(response)) entry.status = response.status;
    log.close(entry);
    c.res = undefined;
    c.res = dated(hive, response);
  });
  app.route(hive.settings.basePath === "" ? "/" : hive.settings.basePath, apiRoutes(hive));
  app.notFound((c) => unknownRoute(hive, c));
  app.onError((error) => problemResponse(error));
  return app;
}

function apiRoutes(hive: Hive): Hono<HiveEnv> {
  const routes = new Hono<HiveEnv>();
  switch (hive.settings.version) {
    case "3":
      return routes.route("/api", v0Routes(hive));
    case "4":
      return routes
        .route("/api/v1", v1Routes(hive))
        .route("/api/v0", v0Routes(hive))
        .route("/api", v0Routes(hive));
    case "5":
      return routes.route("/api/v1", v1Routes(hive)).get("/api/status", () => json(openStatus(hive)));
  }
}

/** TheHive 5 hands its web page to any reader who is lost, 3 and 4 only at their front door. */
function unknownRoute(hive: Hive, c: HiveContext): Response {
  const { version, basePath } = hive.settings;
  const { method, path } = c.req;
  const isFrontDoor = [`${basePath}/`, `${basePath}/index.html`].includes(path);
  if (method === "GET" && (version === "5" || isFrontDoor)) return html(webPage(hive, path));
  return problemResponse(noSuchRoute(version, method, path));
}

async function open({ settings }: Hive, c: HiveContext): Promise<LoggedRequest> {
  const body = await readBody(c);
  c.set("body", body);
  return {
    at: settings.clock.now(),
    method: c.req.method,
    path: c.req.path,
    query: c.req.query(),
    organisation: c.req.header("x-organisation"),
    body: body.kind === "json" ? body.value : undefined,
    status: undefined,
    faults: [],
  };
}

/** The `Date` of TheHive's own clock, by which a client can measure the skew. */
function dated({ store, faults }: Hive, response: Response): Response {
  if (isUnanswered(response)) return response;
  response.headers.set("Date", new Date(store.now() + faults.dateOffset).toUTCString());
  return response;
}
