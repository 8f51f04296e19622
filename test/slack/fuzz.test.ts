import { App } from "@slack/bolt";
import fc from "fast-check";
import { systemClock } from "../../src/lib/time.ts";
import { sdkLog } from "../../src/slack/api/sdk-log.ts";
import { watchEnvelopes } from "../../src/slack/connection/envelopes.ts";
import { socketSession } from "../../src/slack/connection/socket-session.ts";
import { fuzzer, mostly, odd, slipped, spoilt } from "../fuzzing.ts";

const fuzz = fuzzer(1500);

let lines: string[] = [];
// What the SDK stumbles over is told by the error's name: that is no stack.
const write = (data: object, message: string) =>
  void lines.push(`${message} ${JSON.stringify(data).replaceAll(/\b(Type|Range)Error: /g, "")}`);
const log = { debug: write, info: write, warn: write, error: write };

/** The SDK's own client and Bolt's own app, as the product builds them: only the WebSocket is missing. */
function socketWithoutSlack() {
  const { receiver } = socketSession({
    name: "first",
    appToken: "xapp-1-A",
    apiUrl: "http://127.0.0.1:9/",
    realTime: systemClock,
    log,
  });
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: "xoxb-1" }),
    logger: sdkLog(log),
    convoStore: false,
  });
  app.error(async () => {});
  app.command(/^\/sla/, ({ ack }) => ack());
  app.action(/./, ({ ack }) => ack());
  app.event(/./, async () => {});
  const { around } = watchEnvelopes({ realTime: systemClock, log });
  const handled: Promise<unknown>[] = [];
  const process = around(app.processEvent.bind(app));
  app.processEvent = (event) => {
    const one = process(event);
    handled.push(one.catch(() => {}));
    return one;
  };
  const frames = receiver.client.listeners("ws_message");
  return async (data: unknown, isBinary = false): Promise<readonly string[]> => {
    lines = [];
    // A rejection here, or one that nobody waits for, would end the process.
    for (const take of frames) await take.call(receiver.client, data, isBinary);
    await Promise.all(handled.splice(0));
    return lines;
  };
}

const deliver = socketWithoutSlack();
const user = { id: "U1", team_id: "T1" };
const common = { envelope_id: "e-1", accepts_response_payload: true };
const frame = fc.constantFrom<object>(
  { type: "hello", num_connections: 1, connection_info: { app_id: "A1" } },
  { type: "disconnect", reason: "refresh_requested", debug_info: { host: "applink-1" } },
  {
    ...common,
    type: "events_api",
    payload: {
      type: "event_callback",
      event_id: "Ev1",
      team_id: "T1",
      event: { type: "app_home_opened", user: "U1", tab: "home" },
    },
  },
  { ...common, type: "events_api", payload: { type: "app_rate_limited", team_id: "T1" } },
  {
    ...common,
    type: "slash_commands",
    payload: { command: "/sla", text: "status", user_id: "U1", team_id: "T1", trigger_id: "1.2" },
  },
  {
    ...common,
    type: "interactive",
    payload: {
      type: "block_actions",
      user,
      trigger_id: "1.3",
      actions: [{ type: "button", action_id: "ack", block_id: "b", action_ts: "1.4", value: "~1" }],
    },
  },
  {
    ...common,
    type: "interactive",
    payload: {
      type: "view_submission",
      user,
      view: { id: "V1", callback_id: "test", state: { values: {} } },
    },
  },
);

const textOf = (json: unknown) => String(JSON.stringify(json));
fuzz("frames", 0.6, spoilt(frame).map(textOf), (text) => deliver(text));
fuzz("frames with slips", 0.2, slipped(frame.map(textOf)), (text) => deliver(text));

const word = fc.constantFrom("type", "payload", "event", "reason", "envelope_id", "command");
const type = fc.constantFrom(
  "events_api",
  "interactive",
  "hello",
  "error",
  "close",
  "ws_message",
  "slack_event",
);
const shapeless = fc
  .tuple(fc.dictionary(word, odd), mostly(type, odd))
  .map(([parts, kind]) => ({ ...parts, type: kind }));
const empty = odd.map((kind) => ({ ...common, type: "events_api", payload: { type: kind } }));
fuzz("frames of any shape", 0.15, fc.oneof(shapeless, empty, odd).map(textOf), (text) => deliver(text));

const bytes = fc.uint8Array({ maxLength: 30 }).map((array) => Buffer.from(array));
fuzz("frames that are no text", 0.05, fc.tuple(fc.oneof(bytes, odd), fc.boolean()), ([data, isBinary]) =>
  deliver(data, isBinary),
);
