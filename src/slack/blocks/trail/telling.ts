import { instant } from "../../../lib/time.ts";
import { ways } from "../../../oncall/ways.ts";
import { moment, person, theirs, words } from "../rich.ts";
import { tierText } from "../standing.ts";
import { sentence } from "../text.ts";
import { deliveryWords } from "./deliveries.ts";
import { Fired, read, Storm, Tested, Word } from "./details.ts";
import { because, isDate, type Sentences } from "./pieces.ts";

/** Who was told of what, and why then. */
export const ofTelling = {
  "tier.fired": ({ actor, tier, detail }, alert) => {
    const { repeat, unconfirmed, deadline } = read(Fired, detail);
    return [
      words(`${sentence(tierText(tier ?? 1, 0))} was told of `),
      alert,
      ...(repeat === undefined ? [] : [words(` again, reminder ${repeat}`)]),
      ...(actor === "system" ? [] : [words(" early, by "), person(actor)]),
      ...(isDate(deadline) ? [words(", due "), moment(instant(deadline))] : []),
      words(unconfirmed === true ? "; TheHive gave no answer just before." : "."),
    ];
  },
  "tier.skipped": ({ tier }, alert) => [
    words(`${sentence(tierText(tier ?? 1, 0))} was not told of `),
    alert,
    words(": a later tier was due by then."),
  ],
  "highRisk.fired": ({ detail }, alert) => {
    const { word, where } = read(Word, detail);
    return [
      words("People were told of "),
      alert,
      words(" at once"),
      ...(word === undefined
        ? [words(" for a high-risk word")]
        : [words(" for the word "), theirs(word, 60)]),
      ...(where === undefined ? [] : [words(" in "), theirs(where, 60)]),
      words("."),
    ];
  },
  "alert.atRisk": ({ detail }, alert) => [
    words("People were told of "),
    alert,
    words(" before its first deadline"),
    words(read(Fired, detail).unconfirmed === true ? "; TheHive gave no answer just before." : "."),
  ],
  "notification.sent": deliveryWords,
  "notification.delivered": deliveryWords,
  "notification.failed": deliveryWords,
  "notification.dropped": deliveryWords,
  "storm.digested": ({ detail }) => {
    const { count, reference } = read(Storm, detail);
    return [
      words(
        `${count ?? "Several"} alerts were told together${reference === undefined ? "" : `, in digest ${reference}`}.`,
      ),
    ];
  },
  "unattended.listed": ({ detail }) => {
    const { count } = read(Storm, detail);
    return [
      words(
        `The channel was shown what nobody holds: ${count === 1 ? "1 alert" : `${count ?? "some"} alerts`}.`,
      ),
    ];
  },
  "test.sent": ({ actor, via, to, detail }) => {
    const { ok, detail: how } = read(Tested, detail);
    return [
      person(actor),
      words(` tested ${via === undefined ? "a message" : ways[via].name} to `),
      theirs(to ?? "somebody", 60),
      words(ok === false ? ", and it failed" : ", and it was sent"),
      ...(ok === false ? because(how) : []),
      words("."),
    ];
  },
  "alert.unanswered": (_event, alert) => [
    words("Nobody has answered for "),
    alert,
    words(": its last tier was told."),
  ],
} satisfies Sentences;
