import { Hono } from "hono";
import {
  addObservables,
  bulkAlerts,
  commentOn,
  createAlert,
  findAlert,
  findCase,
  importObservables,
  mergeAlert,
  mergeAlerts,
  removeAlert,
  removeAlerts,
  setFollow,
  setRead,
  unlinkAlert,
} from "./alert-actions.ts";
import { patchAlert } from "./alert-patch.ts";
import { renderAlert, renderCase, renderObservable } from "./entities.ts";
import { notFound } from "./errors.ts";
import type { Hive } from "./hive.ts";
import { bodyOf, type HiveContext, type HiveEnv, json, nothing, viewFor } from "./http.ts";
import { commentRow, userRow } from "./people-shapes.ts";
import { promote } from "./promote.ts";
import { runQuery } from "./query-engine.ts";
import { totalOf } from "./search.ts";
import { statusRoutesV1 } from "./status-routes.ts";

/** `/api/v1` of TheHive 4 and 5. */
export function v1Routes(hive: Hive): Hono<HiveEnv> {
  const routes = sharedRoutes(hive);
  routes.route("/", statusRoutesV1(hive));
  routes.route("/", hive.settings.version === "4" ? routesOf4(hive) : routesOf5(hive));
  return routes;
}

function sharedRoutes(hive: Hive): Hono<HiveEnv> {
  const view = (c: HiveContext) => viewFor(c, hive, hive.settings.version === "4" ? "v1-4" : "v1-5");
  const body = (c: HiveContext) => bodyOf(c, hive);
  return new Hono<HiveEnv>()
    .post("/query", (c) => {
      const { output, total } = runQuery(view(c), body(c));
      return json(output, 200, total === undefined ? {} : { "X-Total": String(totalOf(view(c), total)) });
    })
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
    .get("/case/:id", (c) => json(renderCase(view(c), findCase(view(c), c.req.param("id")))))
    .post("/alert", (c) => json(renderAlert(view(c), createAlert(view(c), body(c))), 201))
    .get("/alert/:id", (c) => json(renderAlert(view(c), findAlert(view(c), c.req.param("id")))))
    .post("/alert/:id/case", async (c) =>
      json(renderCase(view(c), await promote(view(c), c.req.param("id"), body(c))), 201),
    )
    .post("/alert/:id/follow", (c) => {
      setFollow(view(c), c.req.param("id"), true);
      return nothing();
    })
    .post("/alert/:id/unfollow", (c) => {
      setFollow(view(c), c.req.param("id"), false);
      return nothing();
    });
}

function routesOf4(hive: Hive): Hono<HiveEnv> {
  const view = (c: HiveContext) => viewFor(c, hive, "v1-4");
  return new Hono<HiveEnv>()
    .patch("/alert/:id", (c) => {
      patchAlert(view(c), findAlert(view(c), c.req.param("id")), bodyOf(c, hive));
      return nothing();
    })
    .post("/alert/:id/read", (c) => {
      setRead(view(c), c.req.param("id"), true);
      return nothing();
    })
    .post("/alert/:id/unread", (c) => {
      setRead(view(c), c.req.param("id"), false);
      return nothing();
    })
    .post("/alert/:id/artifact", (c) => {
      const added = addObservables(view(c), c.req.param("id"), bodyOf(c, hive));
      return json(
        added.map((observable) => renderObservable("v1-4", observable)),
        201,
      );
    });
}

function routesOf5(hive: Hive): Hono<HiveEnv> {
  const view = (c: HiveContext) => viewFor(c, hive, "v1-5");
  const body = (c: HiveContext) => bodyOf(c, hive);
  return new Hono<HiveEnv>()
    .patch("/alert/_bulk", (c) => {
      for (const alert of bulkAlerts(view(c), body(c))) patchAlert(view(c), alert, body(c));
      return nothing();
    })
    .patch("/alert/:id", (c) => {
      patchAlert(view(c), findAlert(view(c), c.req.param("id")), body(c));
      return nothing();
    })
    .post("/alert/merge/_bulk", (c) => json(renderCase(view(c), mergeAlerts(view(c), body(c)))))
    .post("/alert/delete/_bulk", (c) => {
      removeAlerts(view(c), body(c));
      return nothing();
    })
    .delete("/alert/:id", (c) => {
      removeAlert(view(c), c.req.param("id"));
      return nothing();
    })
    .post("/alert/:id/merge/:caseId", (c) =>
      json(renderCase(view(c), mergeAlert(view(c), c.req.param("id"), c.req.param("caseId")))),
    )
    .post("/alert/:id/import/:caseId", (c) =>
      json(renderCase(view(c), importObservables(view(c), c.req.param("id"), c.req.param("caseId")))),
    )
    .delete("/case/:caseId/alert/:id", (c) => {
      unlinkAlert(view(c), c.req.param("caseId"), c.req.param("id"));
      return nothing();
    })
    .post("/alert/:id/comment", (c) => json(commentRow(commentOn(view(c), c.req.param("id"), body(c))), 201))
    .post("/alert/:id/observable", (c) => {
      const added = addObservables(view(c), c.req.param("id"), body(c));
      return json(
        added.map((observable) => renderObservable("v1-5", observable)),
        201,
      );
    });
}
