import { Socket } from "node:net";
import { Client, type ClientConfig } from "pg";
import { inTurn } from "../lib/in-turn.ts";
import { type Clock, type Duration, seconds, systemClock } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import { connectionTries, type DatabaseAddress, placeShown } from "./address.ts";
import { codeOf, DatabaseError, isRefusal } from "./database-error.ts";

type Row = Readonly<Record<string, unknown>>;

/**
 * One connection to the database, made when it is needed and made anew when it was lost. Nothing waits longer than
 * its deadline: a connection that does not answer by then is thrown away.
 */
export interface Link {
  /** One statement. @throws DatabaseError that tells whether it may have been done */
  query(sql: string, parameters?: readonly unknown[], limit?: Duration): Promise<readonly Row[]>;
  /** For people: host and database. */
  readonly place: string;
  close(): Promise<void>;
}

const CONNECTS_WITHIN = seconds(4);
const ANSWERS_WITHIN = seconds(4);
const CLOSES_WITHIN = seconds(1);

interface Connection {
  readonly client: Client;
  readonly socket: Socket;
}

/** @param realTime what a network takes is not the time that people live in */
export function link(address: DatabaseAddress, realTime: Clock = systemClock): Link {
  const place = placeShown(address);
  // A connection takes one statement after the other, and a deadline begins when it is a statement's turn.
  const turn = inTurn();
  let current: Promise<Connection> | undefined;
  let isClosed = false;

  async function connected(): Promise<Connection> {
    if (isClosed) throw new DatabaseError(place, new Error("the connection is closed"), "nothing");
    // Lost while it was idle, and nothing was sent on it.
    if ((await current?.catch(() => undefined))?.socket.destroyed) current = undefined;
    current ??= connect(address, realTime, forget);
    const connecting = current;
    try {
      return await connecting;
    } catch (error) {
      if (current === connecting) current = undefined;
      throw new DatabaseError(place, error, "nothing");
    }
  }

  /** Whatever breaks it: the next statement makes another one. */
  function forget(socket: Socket): void {
    socket.destroy();
    const connecting = current;
    connecting?.then(
      (connection) => {
        if (connection.socket === socket && current === connecting) current = undefined;
      },
      () => {},
    );
  }

  async function ask(sql: string, parameters: readonly unknown[], limit: Duration): Promise<readonly Row[]> {
    const { client, socket } = await connected();
    try {
      const asked = client.query<Row>({ text: sql, values: [...parameters] });
      return (await within(realTime, limit, () => asked)).rows;
    } catch (error) {
      if (isRefusal(error)) throw new DatabaseError(place, error, "nothing");
      current = undefined;
      socket.destroy();
      throw new DatabaseError(place, error, "unknown");
    }
  }

  return {
    place,
    query: (sql, parameters = [], limit = ANSWERS_WITHIN) => turn(() => ask(sql, parameters, limit)),
    async close() {
      isClosed = true;
      const connection = await current?.catch(() => undefined);
      if (connection === undefined) return;
      await within(realTime, CLOSES_WITHIN, () => connection.client.end()).catch(() => {});
      connection.socket.destroy();
    },
  };
}

async function connect(
  address: DatabaseAddress,
  realTime: Clock,
  onLost: (socket: Socket) => void,
): Promise<Connection> {
  const tries = connectionTries(address);
  for (const [index, config] of tries.entries()) {
    try {
      return await connectOnce(config, realTime, onLost);
    } catch (error) {
      if (index === tries.length - 1 || !isAboutEncryption(error)) throw error;
    }
  }
  throw new Error("there is no way to connect");
}

async function connectOnce(
  config: ClientConfig,
  realTime: Clock,
  onLost: (socket: Socket) => void,
): Promise<Connection> {
  const socket = new Socket();
  const client = new Client({
    ...config,
    stream: () => socket,
    keepAlive: true,
    application_name: "thehive-sla-monitor",
  });
  // Unheard, the event would end the process when the server drops an idle connection.
  client.on("error", () => onLost(socket));
  client.on("end", () => onLost(socket));
  try {
    await within(realTime, CONNECTS_WITHIN, () => client.connect());
    return { client, socket };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function isAboutEncryption(error: unknown): boolean {
  const text = error instanceof Error ? error.message : "";
  return /does not support SSL/.test(text) || (codeOf(error) === "28000" && /encryption/.test(text));
}
