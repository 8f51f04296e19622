import { expect, test } from "vitest";
import { ann, bob, boltApp, receiverFor } from "./bolt-app.ts";

const card = [
  { type: "section", text: { type: "mrkdwn", text: "*Beacon*" } },
  {
    type: "actions",
    block_id: "buttons",
    elements: [
      {
        type: "button",
        action_id: "promote",
        value: "a1",
        text: { type: "plain_text", text: "Promote to case" },
      },
      {
        type: "overflow",
        action_id: "more",
        options: [{ text: { type: "plain_text", text: "Ignore 1 h" }, value: "1h" }],
      },
    ],
  },
];

const form = {
  type: "modal" as const,
  callback_id: "ignore",
  private_metadata: "a1",
  title: { type: "plain_text" as const, text: "Ignore" },
  submit: { type: "plain_text" as const, text: "Save" },
  blocks: [
    {
      type: "input",
      block_id: "for",
      label: { type: "plain_text", text: "How long" },
      element: { type: "plain_text_input", action_id: "value" },
    },
    {
      type: "input",
      block_id: "why",
      optional: true,
      label: { type: "plain_text", text: "Reason" },
      element: {
        type: "static_select",
        action_id: "value",
        options: [{ text: { type: "plain_text", text: "Maintenance" }, value: "m" }],
      },
    },
  ],
};

test("a command is answered by the ack and later by its response URL", async () => {
  const { slack } = await boltApp((app) => {
    app.command("/sla", async ({ command, ack, respond }) => {
      await ack(`You said ${command.text}`);
      await respond({ response_type: "in_channel", text: "Everybody sees this" });
    });
  });

  const outcome = await slack.command(ann, "/sla status @bob #17 & more");

  expect(outcome.error).toBeUndefined();
  expect(outcome.messages.map(({ text, visibleTo }) => [text, visibleTo])).toEqual([
    [`You said status <@${bob}|bob> #17 &amp; more`, ann],
    ["Everybody sees this", undefined],
  ]);
  expect(slack.channel("#soc").messages).toHaveLength(1);
  expect(slack.envelopes[0]).toMatchObject({ type: "slash_commands", state: "acked" });
});

test("a command that nobody acks times out for the user", async () => {
  const { slack } = await boltApp(() => undefined, { ackTimeout: 30 });

  expect(await slack.command(ann, "/sla help")).toMatchObject({ error: "operation_timeout", ack: undefined });
});

test("a command is refused at once while the app has no connection", async () => {
  const { slack, receiver } = await boltApp(() => undefined);
  await receiver.client.disconnect();
  await slack.until(() => slack.connections.length === 0);

  expect(await slack.command(ann, "/sla help")).toMatchObject({ error: "dispatch_failed" });
});

test("a pressed button rewrites its card", async () => {
  const { slack, client } = await boltApp((app) => {
    app.action("promote", async ({ ack, body, client: bot }) => {
      await ack();
      if (body.type !== "block_actions" || !body.message || !body.channel) return;
      await bot.chat.update({
        channel: body.channel.id,
        ts: body.message.ts,
        text: `Case by ${body.user.id}`,
        blocks: [],
      });
    });
  });
  const { ts = "" } = await client.chat.postMessage({ channel: "#soc", text: "Beacon", blocks: card });

  const outcome = await slack.press(ann, { channel: "soc", ts }, "Promote to case");

  expect(outcome.changed.map(({ text }) => text)).toEqual([`Case by ${ann}`]);
  expect(slack.channel("soc").messages[0]).toMatchObject({ text: `Case by ${ann}`, blocks: [] });
});

test("a menu tells what was chosen, and its answer is for one person only", async () => {
  const { slack, client } = await boltApp((app) => {
    app.action("more", async ({ ack, action, respond }) => {
      await ack();
      if (action.type === "overflow") await respond(`Ignored for ${action.selected_option.value}`);
    });
  });
  const { ts = "" } = await client.chat.postMessage({ channel: "soc", text: "Beacon", blocks: card });

  const outcome = await slack.choose(bob, { channel: "soc", ts }, "more", "Ignore 1 h");

  expect(outcome.messages).toMatchObject([{ text: "Ignored for 1h", visibleTo: bob, kind: "ephemeral" }]);
  expect(slack.ephemerals(ann)).toEqual([]);
});

test("a control that is not there is an error that names those that are", async () => {
  const { slack, client } = await boltApp(() => undefined);
  const { ts = "" } = await client.chat.postMessage({ channel: "soc", text: "Beacon", blocks: card });

  await expect(slack.press(ann, { channel: "soc", ts }, "Close")).rejects.toThrow(/Promote to case/);
});

test("a modal shows the app's errors, then closes", async () => {
  const { slack } = await boltApp((app) => {
    app.command("/sla", async ({ ack, client, command }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: form });
    });
    app.view("ignore", async ({ ack, view, client, body }) => {
      const given = view.state.values.for?.value?.value;
      if (given !== "1h") return await ack({ response_action: "errors", errors: { for: "Write it as 1h" } });
      await ack();
      const why = view.state.values.why?.value?.selected_option?.value;
      await client.chat.postMessage({
        channel: body.user.id,
        text: `${view.private_metadata} ${given} ${why}`,
      });
    });
  });

  const opened = await slack.command(ann, "/sla ignore");
  expect(opened.modal?.payload.callback_id).toBe("ignore");

  const empty = await slack.submitModal(ann);
  expect(empty).toMatchObject({ closed: false, ackMs: undefined });
  expect(Object.keys(empty.errors)).toEqual(["for"]);

  const wrong = await slack.submitModal(ann, { "How long": "soon", Reason: "Maintenance" });
  expect(wrong).toMatchObject({ closed: false, errors: { for: "Write it as 1h" } });
  expect(wrong.modal && slack.plainText(wrong.modal)).toBe(
    "Ignore\nHow long: [soon]\n! Write it as 1h\nReason: [Maintenance]\n[Cancel] [Save]",
  );

  const right = await slack.submitModal(ann, { for: "1h" });
  expect(right).toMatchObject({ closed: true, errors: {}, modal: undefined });
  await slack.until(() => slack.dm(ann).length === 1);
  expect(slack.dm(ann)).toMatchObject([{ text: "a1 1h m" }]);
});

test("a modal can be pushed, updated and cleared by the ack", async () => {
  const { slack } = await boltApp((app) => {
    app.command("/sla", async ({ ack, client, command }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: form });
    });
    app.view("ignore", async ({ ack }) => {
      await ack({ response_action: "push", view: { ...form, callback_id: "sure", notify_on_close: true } });
    });
    app.view("sure", async ({ ack }) => {
      await ack({ response_action: "clear" });
    });
    app.view({ callback_id: "sure", type: "view_closed" }, async ({ ack }) => {
      await ack();
    });
  });
  await slack.command(ann, "/sla ignore");

  const pushed = await slack.submitModal(ann, { for: "x" });
  expect(slack.modals(ann).map(({ payload }) => payload.callback_id)).toEqual(["ignore", "sure"]);
  expect(pushed.modal?.previousId).toBe(slack.modals(ann)[0]?.id);

  await slack.closeModal(ann);
  expect(slack.envelopes.at(-1)).toMatchObject({
    payload: { type: "view_closed", is_cleared: false },
    state: "acked",
  });
  expect(slack.modal(ann)?.payload.callback_id).toBe("ignore");

  await slack.submitModal(ann, { for: "x" });
  await slack.submitModal(ann, { for: "y" });
  expect(slack.modals(ann)).toEqual([]);
});

test("the Home tab is published when it is opened, and its buttons work", async () => {
  const { slack } = await boltApp((app) => {
    const home = (text: string) => ({
      type: "home" as const,
      blocks: [
        { type: "header", text: { type: "plain_text", text } },
        {
          type: "actions",
          elements: [{ type: "button", action_id: "refresh", text: { type: "plain_text", text: "Refresh" } }],
        },
      ],
    });
    app.event("app_home_opened", async ({ event, client }) => {
      await client.views.publish({ user_id: event.user, view: home("Welcome") });
    });
    app.action("refresh", async ({ ack, body, client }) => {
      await ack();
      await client.views.publish({ user_id: body.user.id, view: home("Again") });
    });
  });

  const opened = await slack.openHome(ann);
  expect(opened.home && slack.plainText(opened.home)).toBe("Welcome\n[Refresh]");

  const pressed = await slack.pressInView(ann, "home", "Refresh");
  expect(pressed.home && slack.plainText(pressed.home)).toBe("Again\n[Refresh]");
  expect(pressed.home && slack.mentions(pressed.home)).toEqual([]);
  expect(slack.home(bob)).toBeUndefined();
});

test("a person's message reaches the app where the bot is a member", async () => {
  const heard: string[] = [];
  const { slack } = await boltApp(
    (app) => {
      app.message(async ({ message }) => {
        if ("text" in message) heard.push(message.text ?? "");
      });
    },
    { channels: [{ name: "soc" }, { name: "private-talk", isPrivate: true, botIsMember: false }] },
  );

  await slack.say(ann, "soc", "hello");
  await slack.say(ann, "private-talk", "psst");

  expect(heard).toEqual(["hello"]);
});

test("an event nobody acks comes again, at once, after a minute, after five", async () => {
  const { slack, clock } = await boltApp(() => undefined, { ackTimeout: 10 });
  slack.faults.socket.dropEnvelopes = true;

  await slack.say(ann, "soc", "hello");
  await expect.poll(() => clock.nextWake()).toBe(clock.now() + 60_000);
  expect(slack.envelopes).toHaveLength(2);
  clock.moveTo(clock.now() + 60_000);
  await expect.poll(() => clock.nextWake()).toBe(clock.now() + 300_000);
  expect(slack.envelopes).toHaveLength(3);
  slack.faults.socket.dropEnvelopes = false;
  clock.moveTo(clock.now() + 300_000);
  await slack.until(() => slack.envelopes[3]?.state === "acked");

  expect(new Set(slack.envelopes.map(({ payload }) => payload.event_id)).size).toBe(1);
});

test("two connections share the payloads, and a refresh of one goes unnoticed", async () => {
  const { slack, app } = await boltApp((bolt) => {
    bolt.command("/sla", async ({ ack }) => await ack("here"));
  });
  const second = receiverFor(slack);
  second.init(app);
  await second.start();
  expect(slack.connections).toHaveLength(2);

  await slack.command(ann, "/sla");
  await slack.command(ann, "/sla");
  expect(new Set(slack.envelopes.map(({ connection }) => connection)).size).toBe(2);

  slack.refresh();
  const during = await slack.command(ann, "/sla");
  expect(during.error).toBeUndefined();
  await slack.until(() => slack.connections.filter(({ state }) => state === "open").length === 2);
  expect(slack.requests.filter(({ method }) => method === "apps.connections.open")).toHaveLength(3);
});

test("a killed connection comes back", async () => {
  const { slack } = await boltApp((bolt) => {
    bolt.command("/sla", async ({ ack }) => await ack("here"));
  });
  const first = slack.connections[0]?.id;

  slack.socketMode.kill();
  await slack.until(() => slack.connections.some(({ id, state }) => id !== first && state === "open"));

  expect(await slack.command(ann, "/sla")).toMatchObject({ error: undefined });
});

test("a refused upgrade and a missing hello keep the app waiting until they end", async () => {
  const { slack } = await boltApp((bolt) => {
    bolt.command("/sla", async ({ ack }) => await ack("here"));
  });
  slack.faults.socket.refuseUpgrade = 403;
  slack.socketMode.kill();
  await slack.until(
    () => slack.requests.filter(({ method }) => method === "apps.connections.open").length === 2,
  );
  expect(slack.connections.filter(({ state }) => state === "open")).toEqual([]);

  slack.faults.socket.refuseUpgrade = undefined;
  slack.faults.socket.withholdHello = true;
  await slack.until(() => slack.connections.some(({ state }) => state === "silent"));

  slack.faults.socket.withholdHello = false;
  slack.socketMode.kill();
  await slack.until(() => slack.connections.some(({ state }) => state === "open"));
  expect(await slack.command(ann, "/sla")).toMatchObject({ error: undefined });
});

test("a connection that freezes is replaced, and its end is noticed", async () => {
  const { slack } = await boltApp((bolt) => {
    bolt.command("/sla", async ({ ack }) => await ack("here"));
  });
  const frozen = slack.connections[0]?.id;

  slack.refresh({ closesTcp: false });
  expect(slack.connections).toMatchObject([{ state: "frozen" }]);
  await slack.until(() => slack.connections.length === 1 && slack.connections[0]?.id !== frozen);

  expect(await slack.command(ann, "/sla")).toMatchObject({ error: undefined });
});
