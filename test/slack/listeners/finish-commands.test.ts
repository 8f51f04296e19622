import { expect, test } from "vitest";
import { cardFacts, deliveryId } from "../cards.ts";
import { another, fakeDesk } from "../fake-desk.ts";
import { eventually, listening } from "../workspace.ts";

const ann = "U0ANN00001";

async function typed(text: string) {
  const desk = fakeDesk([another(7), another(8)]);
  const { server } = await listening(desk);
  const { messages, modal } = await server.command(ann, text);
  return { desk, server, modal, said: messages.map((message) => server.plainText(message)).join("\n") };
}

test.each([
  ["/sla close #7 as FalsePositive", "close ~7 FalsePositive - U0ANN00001"],
  ["/sla close #7,8 as false positive known scanner", "close ~7,~8 FalsePositive known scanner U0ANN00001"],
  ["/sla close #7, #8 AS Duplicate", "close ~7,~8 Duplicate - U0ANN00001"],
  ["/sla promote #7 57", "merge ~7 57 U0ANN00001"],
  ["/sla promote #7 #57", "merge ~7 #57 U0ANN00001"],
])("%s asks the desk for just that", async (text, call) => {
  const { desk, said } = await typed(text);
  expect(desk.calls).toEqual([call]);
  expect(said).toMatch(/closed as|part of case/);
});

test.each([
  ["/sla close #7", /Say which alerts/],
  ["/sla close #7 as", /Say which alerts/],
  ["/sla close as Duplicate", /Say which alerts/],
  [
    "/sla close #7 as InProgress",
    /That is no status that closes an alert.*Duplicate, FalsePositive, Ignored/,
  ],
  ["/sla close #7,#99 as Duplicate", /There is no alert #99/],
  ["/sla promote #99 57", /There is no alert #99/],
  ["/sla show #99", /There is no alert #99/],
])("%s closes nothing and says what is wrong", async (text, words) => {
  const { desk, said } = await typed(text);
  expect(desk.calls).toEqual([]);
  expect(said).toMatch(words);
});

test("/sla show opens a window on the alert", async () => {
  const { server, said } = await typed("/sla show #7");
  await eventually(() => {
    const view = server.modal(ann);
    return view !== undefined && server.plainText(view).includes("History");
  }, "the window");
  expect(said).toBe("");
});

async function withCard(governance?: Parameters<typeof listening>[2]) {
  const desk = fakeDesk();
  const { server, slack } = await listening(desk, {}, governance);
  await slack.chat.postCard(deliveryId("card"), "soc", cardFacts());
  const [card] = server.channel("soc").messages;
  if (card === undefined) throw new Error("no card");
  const shows = (text: string) =>
    eventually(() => {
      const view = server.modal(ann);
      return view !== undefined && server.plainText(view).includes(text);
    }, text);
  return { desk, server, card, shows };
}

test("the card's menu opens the details, and from there the window that closes", async () => {
  const { desk, server, card, shows } = await withCard();
  await server.press(ann, card, "Details");
  await shows("History");
  await server.pressInView(ann, "modal", "Close…");
  await shows("[Close alert]");
  await server.submitModal(ann, { "Close as": "Duplicate", Note: "of #3" });
  await shows("is closed as Duplicate");
  expect(desk.calls).toContainEqual("close ~4096 Duplicate of #3 U0ANN00001");
});

test("a right that ends while the window is open closes nothing", async () => {
  const responders = [ann];
  const { desk, server, card, shows } = await withCard({ admins: () => [], responders: () => responders });
  await server.press(ann, card, "Close…");
  await shows("[Close alert]");
  responders[0] = "U0BOB00001";
  await server.submitModal(ann, { "Close as": "Duplicate" });
  await shows("You may not close alerts");
  expect(desk.calls).toEqual([]);
});
