import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { RestError } from "./errors.ts";
import { type Form, formOf } from "./form.ts";

/** What every handler finds in its context. */
export interface HttpEnv {
  Bindings: HttpBindings;
  Variables: { form: URLSearchParams };
}

/** A request on its way through the routes. */
export type Ctx = Context<HttpEnv>;

/** The typed parameters of the request's body. */
export function bodyForm(c: Ctx): Form {
  return formOf(c.get("form"));
}

/** The filters and paging of a list request. */
export function queryOf(c: Ctx): URLSearchParams {
  return new URL(c.req.url).searchParams;
}

/**
 * The record a path such as `Messages/SM….json` names.
 *
 * @throws RestError 20404 when there is none
 */
export function recordOf<T>(c: Ctx, records: ReadonlyMap<string, T>): T {
  const record = records.get(c.req.param("file")?.replace(/\.json$/, "") ?? "");
  if (record === undefined) throw new RestError(20404, `The requested resource ${c.req.path} was not found`);
  return record;
}
