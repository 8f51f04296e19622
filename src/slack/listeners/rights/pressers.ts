import type { App } from "@slack/bolt";
import { z } from "zod";
import type { Rights } from "./rights.ts";

const Pressed = z.object({ user: z.object({ id: z.string(), team_id: z.string() }) });
const Typed = z.object({ user_id: z.string(), team_id: z.string() });

/** Notes of everybody who presses, types or fills in something the workspace that the request says they are of. */
export function notePressers(app: App, rights: Rights): void {
  app.use(async ({ body, next }) => {
    const pressed = Pressed.safeParse(body).data?.user;
    if (pressed !== undefined) rights.saw(pressed.id, pressed.team_id);
    const typed = Typed.safeParse(body).data;
    if (typed !== undefined) rights.saw(typed.user_id, typed.team_id);
    await next();
  });
}
