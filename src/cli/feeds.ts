import { dirname } from "node:path";
import { proxyFrom } from "../config/proxy-environment.ts";
import { variables } from "../config/variables.ts";
import type { Edge } from "./edge.ts";
import { messageOf } from "./message.ts";
import type { Setup } from "./setup.ts";

/** What each of these places has now, as `read` makes it of the text; or why it cannot be had. In their order. */
export function fetchFeeds<Feed extends { readonly place: string }, Found extends object>(
  { file, raw }: Pick<Setup, "file" | "raw">,
  edge: Edge,
  wanted: readonly Feed[],
  read: (text: string) => Promise<Found>,
): Promise<readonly (Feed & (Found | { readonly why: string }))[]> {
  const folder = file === undefined ? edge.cwd : dirname(file);
  const proxy = proxyFrom(variables(raw));
  return Promise.all(
    wanted.map(async (one) => {
      try {
        // Most commands of most teams do without.
        const { fetchCalendar } = await import("../calendars/fetch.ts");
        return { ...one, ...(await read(await fetchCalendar(one.place, { proxy, folder }))) };
      } catch (error) {
        return { ...one, why: messageOf(error) };
      }
    }),
  );
}
