import { z } from "zod";
import type { Outcome } from "../../slack/people/outcome.ts";
import type { Stage } from "../stage.ts";
import { action } from "./action.ts";

const Entry = z.union([z.string(), z.number(), z.array(z.string()), z.null()]);
const Entries = z.record(z.string(), Entry);
const as = z.string();
const Touch = { actionId: z.string(), blockId: z.string() };
const place = { as, channel: z.string(), ts: z.string(), ...Touch };
const surface = z.enum(["modal", "home"]);

/** What one does in Slack. */
export function slackActions({ slack }: Stage) {
  return {
    say: action(
      z.object({ as, channel: z.string(), text: z.string().trim().min(1), thread: z.string().optional() }),
      async ({ as: user, channel, text, thread }) => {
        if (text.startsWith("/")) return trouble(await slack.command(user, text, { channel }));
        await slack.say(user, channel, text, thread);
        return undefined;
      },
    ),
    press: action(z.object(place), async ({ as: user, channel, ts, actionId, blockId }) =>
      trouble(await slack.press(user, messageAt(slack, user, channel, ts), { actionId, blockId })),
    ),
    choose: action(
      z.object({ ...place, entry: Entry }),
      async ({ as: user, channel, ts, actionId, blockId, entry }) =>
        trouble(await slack.choose(user, messageAt(slack, user, channel, ts), { actionId, blockId }, entry)),
    ),
    "view-press": action(
      z.object({ as, surface, ...Touch, entries: Entries }),
      async ({ as: user, surface: where, actionId, blockId, entries }) => {
        if (where === "modal") await slack.fill(user, entries);
        return trouble(await slack.pressInView(user, where, { actionId, blockId }));
      },
    ),
    "view-choose": action(
      z.object({ as, surface, ...Touch, entries: Entries, entry: Entry }),
      async ({ as: user, surface: where, actionId, blockId, entries, entry }) => {
        if (where === "modal") await slack.fill(user, entries);
        return trouble(await slack.chooseInView(user, where, { actionId, blockId }, entry));
      },
    ),
    "view-submit": action(z.object({ as, entries: Entries }), async ({ as: user, entries }) =>
      trouble(await slack.submitModal(user, entries)),
    ),
    "view-close": action(z.object({ as, all: z.boolean() }), async ({ as: user, all }) =>
      trouble(await slack.closeModal(user, { all })),
    ),
    "open-app": action(z.object({ as, tab: z.enum(["home", "messages"]) }), async ({ as: user, tab }) => {
      await slack.openHome(user, tab);
      return undefined;
    }),
  };
}

// A whisper is known only to the one who heard it.
function messageAt(slack: Stage["slack"], user: string, channel: string, ts: string) {
  return slack.ephemerals(user).find((whisper) => whisper.ts === ts) ?? slack.message({ channel, ts });
}

/** Slack's own words for what went wrong, as a person sees them. */
function trouble({ error }: Outcome): string | undefined {
  switch (error) {
    case undefined:
      return undefined;
    case "operation_timeout":
      return "Slack says: the app did not answer in time (operation_timeout).";
    case "dispatch_failed":
      return "Slack says: the app is not connected (dispatch_failed).";
    default:
      return `Slack says: ${error}`;
  }
}
