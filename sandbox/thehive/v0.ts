import { Hono } from "hono";
import {
  addObservables,
  bulkAlerts,
  createAlert,
  findAlert,
  findCase,
  giveCase,
  mergeAlert,
  mergeAlerts,
  removeAlert,
  removeAlerts,
  setFollow,
  setRead,
} from "./alert-actions.ts";
import { patchAlert } from "./alert-patch.ts";
import { renderAlert, renderCase, renderObservable, renderWithSimilar } from "./entities.ts";
import { notFound } from "./errors.ts";
import type { Hive } from "./hive.ts";
import { bodyOf, type HiveContext, type HiveEnv, json, nothing, viewFor } from "./http.ts";
import type { StoredAlert } from "./model.ts";
import { userRow } from "./people-shapes.ts";
import { promote } from "./promote.ts";
import { runQuery } from "./query-engine.ts";
import { search, searchCases } from "./search.ts";
import { templateRow } from "./similar-shapes.ts";
import { openStatus } from "./status-routes.ts";

/** `/api` of TheHive 3, and of 4 where `/api/v0` is the same. */
export function v0Routes(hive: Hive): Hono<HiveEnv> {
  const routes = new Hono<HiveEnv>()
    .get("/status", () => json(openStatus(hive)))
    .get("/health", () => new Response("Ok", { headers: { "Content-Type": "text/plain" } }));
  routes.route("/", readingRoutes(hive));
  routes.route("/", hive.settings.version === "3" ? bulkRoutesOf3(hive) : queryRouteOf4(hive));
  routes.route("/", actingRoutes(hive));
  return routes;
}

function readingRoutes(hive: Hive): Hono<HiveEnv> {
  const view = (c: HiveContext) => viewFor(c, hive, dialectOf(hive));
  const found = (c: HiveContext, body: unknown) => {
    const { rows, total } = search(view(c), new URL(c.req.url).searchParams, body);
    return json(rows, 200, { "X-Total": total });
  };
  return new Hono<HiveEnv>()
    .get("/user/current", (c) => {
      const { dialect, caller } = view(c);
      return json(userRow(dialect, caller.user, hive, caller));
    })
    .get("/user/:id", (c) => {
      const { dialect, caller } = view(c);
      const user = hive.users.find(({ id, login }) => [id, login].includes(c.req.param("id")));
      if (user === undefined) throw notFound(hive.settings.version, "User", c.req.param("id"));
      return json(userRow(dialect, user, hive, caller));
    })
    .post("/alert/_search", (c) => found(c, bodyOf(c, hive)))
    .get("/alert", (c) => found(c, undefined))
    .get("/alert/:id", (c) => {
      const render = c.req.query("similarity") === "1" ? renderWithSimilar : renderAlert;
      return json(render(view(c), findAlert(view(c), c.req.param("id"))));
    })
    .post("/case/_search", (c) => {
      const { rows, total } = searchCases(view(c), new URL(c.req.url).searchParams, bodyOf(c, hive));
      return json(rows, 200, { "X-Total": total });
    })
    .post("/case/template/_search", (c) => {
      view(c);
      const rows = hive.settings.caseTemplates.map((name, index) => templateRow(name, index, false));
      return json(rows, 200, { "X-Total": String(rows.length) });
    })
    .get("/case/:id", (c) => json(renderCase(view(c), findCase(view(c), c.req.param("id")))));
}

/** One request for many alerts: some may fail while others succeed. */
function bulkRoutesOf3(hive: Hive): Hono<HiveEnv> {
  const view = (c: HiveContext) => viewFor(c, hive, "v0-3");
  return new Hono<HiveEnv>().patch("/alert/_bulk", (c) => {
    const alerts = bulkAlerts(view(c), bodyOf(c, hive));
    for (const alert of alerts) patchAlert(view(c), alert, bodyOf(c, hive));
    return json(alerts.map((alert) => renderAlert(view(c), alert)));
  });
}

function queryRouteOf4(hive: Hive): Hono<HiveEnv> {
  return new Hono<HiveEnv>().post("/query", (c) =>
    json(runQuery(viewFor(c, hive, "v0-4"), bodyOf(c, hive)).output),
  );
}

function actingRoutes(hive: Hive): Hono<HiveEnv> {
  const view = (c: HiveContext) => viewFor(c, hive, dialectOf(hive));
  const body = (c: HiveContext) => bodyOf(c, hive);
  const shown = (c: HiveContext, alert: StoredAlert) => json(renderAlert(view(c), alert));
  const mergedStatus = hive.settings.version === "3" ? 201 : 200;
  return new Hono<HiveEnv>()
    .post("/alert", (c) => json(renderAlert(view(c), createAlert(view(c), body(c))), 201))
    .patch("/alert/:id", (c) => {
      const alert = findAlert(view(c), c.req.param("id"));
      patchAlert(view(c), alert, body(c));
      return shown(c, alert);
    })
    .patch("/case/:id", (c) => json(renderCase(view(c), giveCase(view(c), c.req.param("id"), body(c)))))
    .post("/alert/merge/_bulk", (c) => json(renderCase(view(c), mergeAlerts(view(c), body(c))), mergedStatus))
    .post("/alert/delete/_bulk", (c) => {
      removeAlerts(view(c), body(c));
      return nothing();
    })
    .post("/alert/:id/createCase", async (c) =>
      json(renderCase(view(c), await promote(view(c), c.req.param("id"), body(c))), 201),
    )
    .post("/alert/:id/merge/:caseId", (c) =>
      json(renderCase(view(c), mergeAlert(view(c), c.req.param("id"), c.req.param("caseId"))), mergedStatus),
    )
    .post("/alert/:id/markAsRead", (c) => shown(c, setRead(view(c), c.req.param("id"), true)))
    .post("/alert/:id/markAsUnread", (c) => shown(c, setRead(view(c), c.req.param("id"), false)))
    .post("/alert/:id/follow", (c) => shown(c, setFollow(view(c), c.req.param("id"), true)))
    .post("/alert/:id/unfollow", (c) => shown(c, setFollow(view(c), c.req.param("id"), false)))
    .post("/alert/:id/artifact", (c) => {
      const added = addObservables(view(c), c.req.param("id"), body(c));
      return json(
        added.map((observable) => renderObservable(dialectOf(hive), observable)),
        201,
      );
    })
    .delete("/alert/:id", (c) => {
      // TheHive 3 deletes only when pressed; otherwise it marks the alert unread.
      if (hive.settings.version === "3" && c.req.query("force") !== "1")
        setRead(view(c), c.req.param("id"), false);
      else removeAlert(view(c), c.req.param("id"));
      return nothing();
    });
}

function dialectOf({ settings }: Hive): "v0-3" | "v0-4" {
  return settings.version === "3" ? "v0-3" : "v0-4";
}
