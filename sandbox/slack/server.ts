import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import type { SandboxClock } from "../clock.ts";
import type { Control } from "./people/controls.ts";
import type { Entry } from "./people/input-values.ts";
import { Interactions } from "./people/interactions.ts";
import { type Outcome, observe, type Patience, type Scene } from "./people/outcome.ts";
import {
  type Entries,
  type Submission,
  ViewInteractions,
  type ViewSurface,
} from "./people/view-interactions.ts";
import { type KnownNames, type Mention, mentions, mentionsInBlocks } from "./reading/mentions.ts";
import { notificationText, plainText, viewText } from "./reading/plain-text.ts";
import { type Connection, SocketMode } from "./socket-mode/connections.ts";
import type { Envelope } from "./socket-mode/envelopes.ts";
import { defaultEvents, Events } from "./socket-mode/events.ts";
import { Activity } from "./web-api/activity.ts";
import { Faults } from "./web-api/faults.ts";
import type { Desk } from "./web-api/method.ts";
import { RateLimits } from "./web-api/rate-limits.ts";
import { type LoggedRequest, RequestLog } from "./web-api/request-log.ts";
import { ResponseUrls } from "./web-api/response-urls.ts";
import { webApi } from "./web-api/routes.ts";
import { type Behaviour, likelyBehaviour } from "./workspace/behaviour.ts";
import { WorkspaceControls } from "./workspace/controls.ts";
import { Credentials, defaultScopes } from "./workspace/credentials.ts";
import { Feed } from "./workspace/feed.ts";
import type { Change, Channel, Message, View } from "./workspace/model.ts";
import { Store, type WorkspaceSeed } from "./workspace/store.ts";
import { Triggers } from "./workspace/triggers.ts";
import { Uploads } from "./workspace/uploads.ts";
import { ViewStacks } from "./workspace/view-stacks.ts";

/** How a sandbox Slack is set up; everything but the clock has a default. */
export interface SlackServerOptions extends WorkspaceSeed {
  clock: SandboxClock;
  botToken?: string;
  appToken?: string;
  /** Bot scopes granted at installation; without it all that the app could need. */
  scopes?: readonly string[];
  /** Event subscriptions of the app's manifest. */
  events?: readonly string[];
  /** `should_escape` of the slash commands in the manifest. */
  escapeCommands?: boolean;
  rateLimits?: boolean;
  /** Real milliseconds an ack may take; Slack's is 3000. */
  ackTimeout?: number;
  /** Real milliseconds between the server's pings; 0 sends none. */
  pingEvery?: number;
  patience?: Partial<Patience>;
  behaviour?: Partial<Behaviour>;
}

/** Where a message is. */
export type MessageRef = Message | { channel: string; ts: string };

/**
 * A Slack workspace with one app installed: Web API, Socket Mode, and the people who use it.
 * The app reaches it by `url`; tests and the demo move the people by its methods.
 */
export class SlackServer {
  readonly store: Store;
  readonly faults = new Faults();
  readonly rateLimits: RateLimits;
  readonly credentials: Credentials;
  /** What is not known for certain of the real Slack; may be changed at any time. */
  readonly behaviour: Behaviour;
  /** Archiving, inviting, deleting by hand, revoking. */
  readonly workspace: WorkspaceControls;
  readonly socketMode: SocketMode;
  /** Calls back after each change. */
  readonly onChange: (listener: (change: Change) => void) => () => void;
  readonly #events: Events;
  readonly #interactions: Interactions;
  readonly #views: ViewInteractions;
  readonly #scene: Scene;
  readonly #log = new RequestLog();
  readonly #server: Server;
  #origin = "";

  constructor(options: SlackServerOptions) {
    const feed = new Feed<Change>();
    this.onChange = feed.on;
    this.behaviour = { ...likelyBehaviour, ...options.behaviour };
    this.store = new Store(options, options.clock, feed);
    this.credentials = new Credentials({
      botToken: options.botToken ?? "xoxb-sandbox-bot-token",
      appToken: options.appToken ?? "xapp-sandbox-app-token",
      scopes: options.scopes ?? defaultScopes,
    });
    this.rateLimits = new RateLimits(options.clock, options.rateLimits ?? false);
    this.socketMode = new SocketMode({
      store: this.store,
      faults: this.faults.socket,
      ackTimeout: options.ackTimeout ?? 3000,
      pingEvery: options.pingEvery ?? 10_000,
      reusableTickets: () => this.behaviour.reusableTickets,
    });
    const patience = { quiet: 40, most: 1500, ...options.patience };
    const views = new ViewStacks(this.store);
    this.#scene = { store: this.store, views, feed, activity: new Activity(), patience };
    this.#events = new Events(this.store, this.socketMode, options.events ?? defaultEvents);
    this.workspace = new WorkspaceControls(this.store, this.#events, this.credentials);
    const parts = {
      scene: this.#scene,
      socketMode: this.socketMode,
      triggers: new Triggers(this.store),
      responseUrls: new ResponseUrls(this.store),
      origin: () => this.#origin,
      escapeCommands: options.escapeCommands ?? true,
    };
    this.#interactions = new Interactions(parts);
    this.#views = new ViewInteractions(parts);
    this.#server = this.#httpServer({ ...parts, views });
  }

  /** Listens on a free loopback port. */
  async start(): Promise<void> {
    this.socketMode.attach(this.#server);
    await this.#listen(0);
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("The sandbox Slack has no port");
    this.#origin = `http://127.0.0.1:${address.port}`;
  }

  /** Ends every connection at once. */
  async stop(): Promise<void> {
    this.#events.stop();
    this.socketMode.close();
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    await closed;
  }

  /** Cuts every connection and refuses new ones, until it is plugged in again. */
  async unplug(): Promise<void> {
    for (const { id } of [...this.connections]) this.socketMode.kill(id);
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    await closed;
  }

  /** Listens again, where it did. */
  async plugIn(): Promise<void> {
    await this.#listen(Number(new URL(this.#origin).port));
  }

  /** Base of the Web API, with a slash at the end. */
  get url(): string {
    return `${this.#origin}/api/`;
  }

  get botToken(): string {
    return this.credentials.botToken;
  }

  get appToken(): string {
    return this.credentials.appToken;
  }

  get botUserId(): string {
    return this.store.bot.userId;
  }

  // What people do.

  /** Types a slash command, in the first channel unless told where. */
  async command(userId: string, line: string, { channel }: { channel?: string } = {}): Promise<Outcome> {
    this.store.person(userId);
    return await this.#interactions.command(
      userId,
      line,
      channel === undefined ? this.store.firstChannel() : this.channel(channel),
    );
  }

  /** Presses a button of a message. */
  async press(userId: string, ref: MessageRef, control: Control): Promise<Outcome> {
    return await this.#interactions.press(userId, this.message(ref), control);
  }

  /** Chooses from an overflow menu or a select of a message; what is chosen by its words or value. */
  async choose(userId: string, ref: MessageRef, control: Control, entry: Entry): Promise<Outcome> {
    return await this.#interactions.choose(userId, this.message(ref), control, entry);
  }

  /** Presses a button of the topmost modal or of the Home tab. */
  async pressInView(userId: string, surface: ViewSurface, control: Control): Promise<Outcome> {
    return await this.#views.press(userId, surface, control);
  }

  /** Chooses or types in the topmost modal or the Home tab. */
  async chooseInView(userId: string, surface: ViewSurface, control: Control, entry: Entry): Promise<Outcome> {
    return await this.#views.choose(userId, surface, control, entry);
  }

  /** Types into the topmost modal without submitting it. */
  async fill(userId: string, entries: Entries): Promise<View> {
    return await this.#views.fill(userId, entries);
  }

  /** Types into the topmost modal and submits it. */
  async submitModal(userId: string, entries: Entries = {}): Promise<Submission> {
    return await this.#views.submit(userId, entries);
  }

  /** Cancels the topmost modal, or closes all of them. */
  async closeModal(userId: string, how: { all?: boolean } = {}): Promise<Outcome> {
    return await this.#views.close(userId, how);
  }

  /** Opens the app's Home tab. */
  async openHome(userId: string, tab: "home" | "messages" = "home"): Promise<Outcome> {
    const channel = this.store.openDirect(this.store.person(userId));
    const home = this.home(userId);
    const watch = observe(userId, undefined, this.#scene);
    const delivery = await this.#events.emit("app_home_opened", {
      type: "app_home_opened",
      user: userId,
      channel: channel.id,
      tab,
      ...(home && {
        view: { id: home.id, hash: home.hash, type: "home", callback_id: home.payload.callback_id ?? "" },
      }),
    });
    return await watch.finish(delivery ?? { kind: "unreachable" });
  }

  /** A person writes a message. */
  async say(userId: string, channel: string, text: string, threadTs?: string): Promise<Message> {
    this.store.person(userId);
    return await this.workspace.write(userId, this.channel(channel), text, threadTs);
  }

  // What there is to see.

  /**
   * A channel by id, `#name` or name.
   *
   * @throws Error when there is none
   */
  channel(idOrName: string): Channel {
    const channel = this.store.findChannel(idOrName);
    if (channel) return channel;
    throw new Error(`No channel "${idOrName}" in the sandbox Slack`);
  }

  /** The messages between a person and the bot, oldest first. */
  dm(userId: string): readonly Message[] {
    return this.store.direct(userId)?.messages ?? [];
  }

  /** What a person alone saw, in all channels, oldest first. */
  ephemerals(userId: string): readonly Message[] {
    return [...this.store.channels.values()]
      .flatMap(({ ephemerals }) => ephemerals.get(userId) ?? [])
      .sort((a, b) => (a.ts < b.ts ? -1 : 1));
  }

  /** A message of any channel. */
  message(ref: MessageRef): Message {
    if ("kind" in ref) return ref;
    const message = this.channel(ref.channel).byTs.get(ref.ts);
    if (message) return message;
    throw new Error(`No message ${ref.ts} in ${ref.channel}`);
  }

  home(userId: string): View | undefined {
    return this.#scene.views.home(userId);
  }

  /** The modal a person looks at. */
  modal(userId: string): View | undefined {
    return this.#scene.views.top(userId);
  }

  /** All modals of a person, bottom first. */
  modals(userId: string): readonly View[] {
    return this.#scene.views.stack(userId);
  }

  get connections(): readonly Connection[] {
    return this.socketMode.connections;
  }

  /** The latest requests of the app, oldest first. */
  get requests(): readonly LoggedRequest[] {
    return this.#log.entries;
  }

  /** The latest payloads sent to the app, oldest first. */
  get envelopes(): readonly Envelope[] {
    return this.socketMode.envelopes.entries;
  }

  /**
   * Waits until something is so, looking again after each change.
   *
   * @throws Error when it has not come true `within` so many real milliseconds
   */
  async until(holds: () => boolean, how: { within?: number; what?: string } = {}): Promise<void> {
    await this.#scene.feed.until(holds, how);
  }

  /** What a person reads in a message or view. */
  plainText(shown: Message | View): string {
    return "payload" in shown ? viewText(shown, this.#nameOf) : plainText(shown, this.#nameOf);
  }

  /** What a lock screen or a screen reader says of a message. */
  notificationText(message: Message): string {
    return notificationText(message, this.#nameOf);
  }

  /** Everything live in a message or view: mentions, links, images. */
  mentions(shown: Message | View): Mention[] {
    const known = this.#knownNames();
    return "payload" in shown ? mentionsInBlocks(shown.payload.blocks, known) : mentions(shown, known);
  }

  /** Asks one connection to make way for a new one, as Slack does every few hours. */
  refresh(how: { id?: string; closesTcp?: boolean } = {}): void {
    this.socketMode.disconnect("refresh_requested", how);
  }

  async #listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.listen(port, "127.0.0.1", resolve);
    });
  }

  readonly #nameOf = (id: string): string | undefined =>
    this.store.users.get(id)?.name ??
    this.store.channels.get(id)?.name ??
    this.store.userGroups.get(id)?.handle;

  #knownNames(): KnownNames {
    return {
      users: [...this.store.users.values()].map(({ name }) => name),
      channels: [...this.store.channels.values()].filter(({ kind }) => kind !== "im").map(({ name }) => name),
    };
  }

  #httpServer(parts: Pick<Desk, "views" | "triggers"> & { responseUrls: ResponseUrls }): Server {
    const { store, credentials, behaviour, faults, rateLimits } = this;
    const desk: Desk = {
      store,
      credentials,
      behaviour,
      views: parts.views,
      triggers: parts.triggers,
      uploads: new Uploads(store),
      socketUrl: () => `${this.#origin.replace(/^http/, "ws")}/link/?${this.socketMode.issueTicket()}`,
      origin: () => this.#origin,
    };
    const { responseUrls } = parts;
    const { activity } = this.#scene;
    const app = webApi({ desk, faults, rateLimits, log: this.#log, responseUrls, activity });
    // Without options the adaptor makes a plain HTTP/1.1 server.
    return createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  }
}
