import { open } from "node:fs/promises";
import { resolve } from "node:path";
import got, { type Response } from "got";
import { isSafe } from "../config/base-url.ts";
import { agentsFor, type ProxySettings } from "../lib/proxy.ts";
import { ProxyError } from "../lib/proxy-error.ts";
import { type Clock, type Duration, seconds, systemClock } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import { feedAddress } from "../oncall/calendar-place.ts";

/** A calendar that cannot be had: `message` says why, in plain words and without its address. */
export class FeedError extends Error {
  override readonly name = "FeedError";
}

export interface FeedOptions {
  readonly proxy: ProxySettings | undefined;
  /** From which the paths of files go out: that of the settings file. */
  readonly folder: string;
  /** How long a feed may take in all; ten seconds unless given. */
  readonly patience?: Duration | undefined;
  readonly realTime?: Clock;
}

const LARGEST = 5 * 1024 * 1024;
const MOST_REDIRECTS = 3;

/** Fetches the text of a calendar from its feed or file. @throws FeedError */
export async function fetchCalendar(place: string, options: FeedOptions): Promise<string> {
  const { realTime = systemClock, patience = seconds(10) } = options;
  const address = feedAddress(place);
  try {
    const read = (signal: AbortSignal) =>
      address === undefined ? readFile(resolve(options.folder, place)) : load(address, options, signal);
    return await within(realTime, patience, read);
  } catch (error) {
    throw error instanceof FeedError ? error : new FeedError(whyNot(error), { cause: error });
  }
}

/** The address may be a secret: it goes nowhere unencrypted but to this machine and private networks. */
async function load(address: URL, { proxy }: FeedOptions, signal: AbortSignal): Promise<string> {
  let target = address;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    if (!isSafe(target.href, false)) throw new FeedError("it is not behind https");
    const agent = agentsFor(target, proxy, { keepAlive: false });
    const asked = got(target, {
      agent,
      signal,
      retry: { limit: 0 },
      followRedirect: false,
      throwHttpErrors: false,
      responseType: "text",
      // Some serve a page to whoever does not say who they are.
      headers: { accept: "text/calendar, */*;q=0.1", "user-agent": "thehive-sla-monitor" },
    });
    let isTooLarge: boolean = false;
    asked.on("downloadProgress", ({ transferred }) => {
      if (transferred <= LARGEST) return;
      isTooLarge = true;
      asked.cancel();
    });
    const answer = await asked.catch((error: unknown) => {
      throw isTooLarge ? tooLarge() : error;
    });
    const next = redirectOf(answer, target);
    if (next === undefined) return textOf(answer);
    target = next;
  }
  throw new FeedError("it redirects without an end");
}

function redirectOf({ statusCode, headers }: Response<string>, from: URL): URL | undefined {
  const { location } = headers;
  if (statusCode < 300 || statusCode > 399 || location === undefined) return undefined;
  if (!URL.canParse(location, from.href)) throw new FeedError("it redirects to no address");
  return new URL(location, from);
}

function textOf({ statusCode, body }: Response<string>): string {
  if (statusCode !== 200) throw new FeedError(`HTTP ${statusCode}`);
  if (body.length > LARGEST) throw tooLarge();
  return body;
}

/** No more of a file than is wanted: it may be a device. */
async function readFile(path: string): Promise<string> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    if (size > LARGEST) throw tooLarge();
    const buffer = Buffer.alloc(size);
    const { bytesRead } = await handle.read(buffer, 0, size, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

const tooLarge = () => new FeedError("it is larger than 5 MB");

function whyNot(error: unknown): string {
  if (error instanceof ProxyError) return error.message;
  if (error instanceof DOMException && error.name === "TimeoutError") return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "it cannot be read";
  return WORDS[code] ?? code;
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "this user may not read the file",
  EISDIR: "it is a folder",
  ECONNREFUSED: "it refuses the connection (ECONNREFUSED)",
  ECONNRESET: "the connection broke (ECONNRESET)",
  ENOTFOUND: "nobody knows its host's name (ENOTFOUND)",
  EAI_AGAIN: "its host's name cannot be looked up (EAI_AGAIN)",
};
