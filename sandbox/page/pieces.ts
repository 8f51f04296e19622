import { cast } from "../demo/cast.ts";
import { casePieces, hivePiece } from "./hive-pieces.ts";
import { phonePiece } from "./phone-piece.ts";
import { channelPiece, homePiece, messagePiece, modalPiece, slackPiece } from "./slack-pieces.ts";
import type { Stage, Visitor } from "./stage.ts";
import type { PieceName } from "./wire.ts";

/** Draws one piece for one visitor; undefined when there is no such thing (any more). */
export function drawPiece(name: PieceName, stage: Stage, visitor: Visitor, revision: number): unknown {
  const { slack, hive } = stage;
  const [kind, first = "", second = ""] = name.split("/");
  switch (kind) {
    case "clock":
      return stage.pace.piece();
    case "people":
      return cast.map(({ name: short, fullName, part, slack: user, phone }) => ({
        name: short,
        fullName,
        part,
        slack: user,
        phone,
      }));
    case "slack":
      return slackPiece(slack, visitor.as);
    case "channel": {
      const channel = channelSeen(first, stage, visitor);
      return channel && channelPiece(channel, visitor.as, visitor.tail);
    }
    case "message": {
      const channel = channelSeen(first, stage, visitor);
      return channel && messagePiece(channel, second, visitor.as);
    }
    case "modal":
      return modalPiece(slack, visitor.as);
    case "home":
      return homePiece(slack, visitor.as);
    case "phone": {
      const number = cast.find((player) => player.name === first)?.phone;
      return number === undefined ? undefined : phonePiece(first, stage.twilio.phone(number));
    }
    case "hive":
      return hivePiece(hive, revision);
    case "cases":
      return casePieces(hive);
    case "faults":
      return stage.faults.piece();
    case "aftermath":
      return stage.aftermath.piece();
    default:
      return undefined;
  }
}

/** All pieces a visitor starts with, in the order in which they are worth having. */
export function firstPieces({ slack }: Stage, { as, tail }: Visitor): readonly PieceName[] {
  const channels = slackPiece(slack, as).channels.map(({ id }) => id);
  return [
    "clock",
    "people",
    "slack",
    ...channels.flatMap((id): PieceName[] => [
      ...channelPiece(slack.channel(id), as, tail).entries.map((ts): PieceName => `message/${id}/${ts}`),
      `channel/${id}`,
    ]),
    "modal",
    "home",
    ...cast.flatMap(({ name, phone }): PieceName[] => (phone === undefined ? [] : [`phone/${name}`])),
    "hive",
    "cases",
    "faults",
    "aftermath",
  ];
}

// Other people's direct conversations are theirs alone.
function channelSeen(id: string, { slack }: Stage, { as }: Visitor) {
  const channel = slack.store.channels.get(id);
  return channel?.members.has(as) ? channel : undefined;
}
