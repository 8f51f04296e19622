import type { CallRequest } from "./call-checks.ts";
import type { Call, CallBehaviour, CallStatus } from "./model.ts";
import { apology, playTwiml, type Speech } from "./speech.ts";
import { enter, lineOf, type TwilioState } from "./state.ts";
import { unreachable } from "./unreachable.ts";

interface Reaction {
  readonly after: number;
  readonly act: (at: number) => void;
}

const DIAL_MS = 500;
const ANSWER_MS = 6000;
const VOICEMAIL_MS = 20_000;
const BUSY_MS = 2000;
const DETECTION_MS = 3000;
const GREETING_MS = 8000;

/** Takes a checked call in; it is dialled when the account's call rate allows. */
export function placeCall(state: TwilioState, request: CallRequest): Call {
  const now = state.timeline.now();
  const call: Call = {
    ...state.nextSid("CA"),
    ...request,
    spoken: request.twiml === null ? [] : playTwiml(request.twiml).words,
    createdAt: now,
    status: "queued",
    updatedAt: now,
    ringingAt: null,
    answeredAt: null,
    endedAt: null,
    endsAt: null,
    queue: null,
    queuedAt: null,
    gathers: [],
    heardAs: null,
    pickedUpBy: null,
    answeredBy: null,
    notifications: [],
  };
  enter(state.calls, call);
  state.liveCalls.add(call);
  lineOf(state, call.to).calls.push(call);
  const dialAt = Math.max(now + DIAL_MS, state.nextDialAt);
  state.nextDialAt = dialAt + 1000 / state.limits.callsPerSecond;
  state.timeline.at(Math.ceil(dialAt), (at) => ring(state, call, at));
  state.changed({ kind: "call", sid: call.sid });
  return call;
}

/** Whether a call is over. */
export function isOver({ status }: Call): boolean {
  return status !== "queued" && status !== "ringing" && status !== "in-progress";
}

/** Somebody, or something, picks up: the words are played from here on. */
export function pickUp(
  state: TwilioState,
  call: Call,
  who: "human" | "machine",
  at: number,
  { talk, as }: { talk?: number | undefined; as?: string | undefined } = {},
): void {
  if (call.status !== "ringing") return;
  call.heardAs = as ?? null;
  call.answeredAt = at;
  call.pickedUpBy = who;
  setStatus(state, call, "in-progress", at);
  const detected = at + detectionTime(call, who);
  if (call.machineDetection !== null) {
    state.timeline.at(detected, (then) => {
      if (call.status === "in-progress") detect(state, call, then);
    });
  }
  // Asynchronous detection does not hold the words back.
  speak(state, call, call.asyncAmd ? at : detected, talk === undefined ? undefined : at + talk);
}

/**
 * Plays the call's TwiML from `at`; the call ends with it.
 *
 * @param until when the callee hangs up whatever is being said
 */
export function speak(state: TwilioState, call: Call, at: number, until?: number): void {
  const speech = speechOf(state, call);
  call.spoken = speech.words;
  for (const { level, code, text } of speech.problems) {
    call.notifications.push({ ...state.nextSid("NO"), at, level, code, text });
  }
  call.gathers = speech.gathers.map((key) => ({ ...key, from: at + key.from, until: at + key.until }));
  call.queue = speech.queue;
  call.queuedAt = speech.queue === null ? null : at + speech.lasts;
  if (speech.queue !== null) openQueue(state, speech.queue, at);
  const limit = (call.answeredAt ?? at) + call.timeLimit * 1000;
  const ends = Math.min(until ?? (speech.queue === null ? at + speech.lasts : limit), limit);
  call.endsAt = ends;
  state.timeline.at(ends, (then) => {
    // New TwiML during the call moves its end.
    if (call.endsAt === ends) finish(state, call, "completed", then);
  });
  state.changed({ kind: "call", sid: call.sid });
}

/** A key: it goes where the words that play send it, or nowhere. @returns whether it was waited for */
export function pressKey(state: TwilioState, call: Call, at: number): boolean {
  const key = call.gathers.find(({ from, until }) => from <= at && at < until);
  if (key === undefined) return false;
  const works = key.action !== null && state.quirks.gatherAction === "works";
  call.twiml = works ? (state.fetchTwiml(key.action ?? "") ?? "") : "";
  speak(state, call, at);
  return true;
}

function openQueue(state: TwilioState, name: string, at: number): void {
  if (state.queues.inOrder.some((queue) => queue.name === name)) return;
  enter(state.queues, { ...state.nextSid("QU"), name, createdAt: at });
}

/** Ends a call; one that is over stays as it is. */
export function finish(state: TwilioState, call: Call, status: CallStatus, at: number): void {
  if (isOver(call)) return;
  const undetected = call.machineDetection !== null && call.answeredBy === null;
  if (status === "completed" && undetected) detect(state, call, at);
  call.endedAt = at;
  call.queue = null;
  state.liveCalls.delete(call);
  setStatus(state, call, status, at);
}

function ring(state: TwilioState, call: Call, at: number): void {
  if (call.status !== "queued") return;
  if (state.account.status !== "active") {
    finish(state, call, "failed", at);
    return;
  }
  call.ringingAt = at;
  setStatus(state, call, "ringing", at);
  react(state, call, lineOf(state, call.to).call, at);
  state.timeline.at(at + call.timeout * 1000, (then) => {
    if (call.status === "ringing") finish(state, call, "no-answer", then);
  });
}

function react(state: TwilioState, call: Call, behaviour: CallBehaviour, at: number): void {
  const reaction = reactionOf(state, call, behaviour);
  if (reaction === undefined) return;
  state.timeline.at(at + reaction.after, (now) => {
    if (call.status === "ringing") reaction.act(now);
  });
}

/** What the phone does by itself after so many ms of ringing, if anything. */
function reactionOf(state: TwilioState, call: Call, behaviour: CallBehaviour): Reaction | undefined {
  const pick = (who: "human" | "machine", after: number): Reaction => ({
    after,
    act: (at) => pickUp(state, call, who, at, talkOf(behaviour)),
  });
  const end = (status: "busy" | "failed", after: number): Reaction => ({
    after,
    act: (at) => finish(state, call, status, at),
  });
  switch (behaviour.kind) {
    case "answer":
      return pick("human", behaviour.after ?? ANSWER_MS);
    case "voicemail":
      return pick("machine", behaviour.after ?? VOICEMAIL_MS);
    case "busy":
      return end("busy", behaviour.after ?? BUSY_MS);
    case "failed":
      return end("failed", behaviour.after ?? 0);
    // Set after the call was created, a refusal comes too late.
    case "refuse":
    case "no-answer":
    case "manual":
      return undefined;
    default:
      return unreachable(behaviour);
  }
}

function talkOf(behaviour: CallBehaviour): { talk?: number | undefined; as?: string | undefined } {
  return behaviour.kind === "answer" || behaviour.kind === "voicemail"
    ? { talk: behaviour.duration, as: behaviour.as }
    : {};
}

function detectionTime({ machineDetection }: Call, who: "human" | "machine"): number {
  if (machineDetection === null) return 0;
  return who === "machine" && machineDetection === "DetectMessageEnd" ? GREETING_MS : DETECTION_MS;
}

function detect(state: TwilioState, call: Call, at: number): void {
  const isShown = call.asyncAmd ? state.quirks.asyncAnsweredBy : state.quirks.syncAnsweredBy;
  if (!isShown) return;
  const machine = call.machineDetection === "Enable" ? "machine_start" : "machine_end_beep";
  call.answeredBy = call.heardAs ?? (call.pickedUpBy === "machine" ? machine : "human");
  call.updatedAt = at;
  state.changed({ kind: "call", sid: call.sid });
}

function speechOf(state: TwilioState, call: Call): Speech {
  const twiml = call.twiml ?? (call.url === null ? undefined : state.fetchTwiml(call.url));
  return twiml === undefined ? apology(11200, "No TwiML could be fetched") : playTwiml(twiml);
}

function setStatus(state: TwilioState, call: Call, status: CallStatus, at: number): void {
  call.status = status;
  call.updatedAt = at;
  state.changed({ kind: "call", sid: call.sid });
}
