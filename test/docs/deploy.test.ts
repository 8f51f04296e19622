import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { environmentFrom } from "../../src/config/environment.ts";
import { knownVariables } from "../../src/config/variables.ts";
import { freePort } from "../metrics/free-port.ts";

/*
 * Nothing is deployed here: what is looked at is that the files can be read, and that what they name exists.
 */

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (name: string) => readFileSync(join(root, name), "utf8");

const App = z.strictObject({
  name: z.string().max(30),
  description: z.string(),
  keywords: z.array(z.string()),
  stack: z.literal("heroku-24"),
  buildpacks: z.array(z.strictObject({ url: z.literal("heroku/nodejs") })),
  addons: z.array(z.strictObject({ plan: z.string().regex(/^heroku-postgresql:[a-z]+-\d$/) })).length(1),
  formation: z.record(z.string(), z.strictObject({ quantity: z.int(), size: z.string() })),
  env: z.record(
    z.string(),
    z.strictObject({ description: z.string(), required: z.boolean(), value: z.string().optional() }),
  ),
});
const Compose = z.object({
  services: z.object({
    database: z.object({
      environment: z.record(z.string(), z.string()),
      volumes: z.array(z.string()),
      healthcheck: z.object({ test: z.array(z.string()) }),
    }),
    monitor: z.object({
      build: z.string(),
      depends_on: z.object({ database: z.object({ condition: z.literal("service_healthy") }) }),
      environment: z.record(z.string(), z.string()),
      volumes: z.array(z.string()),
      stop_grace_period: z.string(),
    }),
  }),
  volumes: z.object({ database: z.null() }),
});
const Deployment = z.object({
  kind: z.literal("Deployment"),
  spec: z.object({
    replicas: z.literal(2),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({
        terminationGracePeriodSeconds: z.number(),
        containers: z.tuple([
          z.object({
            env: z.array(z.object({ name: z.string(), value: z.string() })),
            ports: z.tuple([z.object({ name: z.string(), containerPort: z.number() })]),
            readinessProbe: z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) }),
            volumeMounts: z.tuple([z.object({ name: z.string(), mountPath: z.string() })]),
          }),
        ]),
        volumes: z.tuple([z.object({ name: z.string() })]),
      }),
    }),
  }),
});

const app = App.parse(JSON.parse(read("app.json")));
const compose = Compose.parse(parse(read("deploy/compose.yml"))).services;
const { spec: deployment } = Deployment.parse(parse(read("deploy/kubernetes.yml")));
const pod = deployment.template.spec;
const [container] = pod.containers;
const [...unitLines] = read("deploy/thehive-sla-monitor.service").split("\n");
const unit = (key: string) =>
  unitLines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1));
const dockerfile = read("Dockerfile");
const Words = z.array(z.string());

function wordsOf(line: RegExp): string[] {
  return Words.parse(JSON.parse(line.exec(dockerfile)?.[1] ?? "[]"));
}

const dockerEnv = Object.fromEntries(
  [...(/^ENV (.*)$/m.exec(dockerfile)?.[1] ?? "").matchAll(/(\w+)=(\S+)/g)].map(
    ([, name = "", value = ""]) => [name, value],
  ),
);
const kubernetesEnv = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
const unitEnv = Object.fromEntries(unit("Environment").map((line) => line.split(/=(.*)/s).slice(0, 2)));

const secrets = { THEHIVE_URL: "https://soc.example.org", THEHIVE_API_KEY: "k", SLACK_ENABLED: "false" };

test.each<[file: string, env: Readonly<Record<string, string | undefined>>]>([
  ["app.json", Object.fromEntries(Object.entries(app.env).map(([name, { value }]) => [name, value]))],
  ["deploy/compose.yml", { ...compose.monitor.environment, STATE_URL: "postgres://sla:x@database/sla" }],
  ["deploy/kubernetes.yml", kubernetesEnv],
  ["deploy/thehive-sla-monitor.service", unitEnv],
  ["Dockerfile", { ...dockerEnv, NODE_ENV: undefined }],
])("%s sets variables that are read, to values that are taken", (_file, { NODE_ENV: _, ...env }) => {
  expect(Object.keys(env).filter((name) => !(name in knownVariables))).toEqual([]);
  expect(environmentFrom({ ...env, ...secrets })).toMatchObject({ ok: true });
});

test.each([
  ["Procfile", /^worker: (.*)$/m.exec(read("Procfile"))?.[1]],
  ["deploy/thehive-sla-monitor.service", unit("ExecStart")[0]],
  ["Dockerfile", [/^ENTRYPOINT (.*)$/m, /^CMD (.*)$/m].flatMap((line) => wordsOf(line)).join(" ")],
])("%s starts the service by the program that is there", (_file, command = "") => {
  const [node, program = "", ...rest] = command.split(" ");
  expect(node).toMatch(/^(\/usr\/bin\/)?node$/);
  expect(existsSync(join(root, program))).toBe(true);
  expect(rest).toEqual(["start"]);
});

test("Heroku runs the one process of the Procfile, and the add-on's certificate is accepted knowingly", () => {
  expect(Object.keys(app.formation)).toEqual(
    [...read("Procfile").matchAll(/^(\w+):/gm)].map(([, name]) => name),
  );
  expect(app.env.PGSSLMODE?.value).toBe("no-verify");
});

test.each([
  [200, 0],
  [503, 1],
])("the image's health check: %i at /healthz ends with %i", async (status, code) => {
  const port = await freePort();
  const server = createServer(
    ({ url }, response) => void response.writeHead(url === "/healthz" ? status : 404).end(),
  );
  server.listen(port, "127.0.0.1");
  onTestFinished(() => void server.close());
  const [node = "", ...args] = wordsOf(/^HEALTHCHECK .*? CMD (.*)$/m);
  expect(node).toBe("node");
  const child = spawn(process.execPath, args, {
    env: { METRICS_ADDRESS: `127.0.0.1:${port}` },
    stdio: "ignore",
  });
  expect((await once(child, "exit"))[0]).toBe(code);
});

test("Kubernetes probes the port at which health is served, and mounts the settings where they are read", () => {
  const [port] = container.ports;
  expect(kubernetesEnv.METRICS_ADDRESS?.split(":").at(-1)).toBe(String(port.containerPort));
  expect(container.readinessProbe.httpGet).toEqual({ path: "/healthz", port: port.name });
  const [mount] = container.volumeMounts;
  expect(kubernetesEnv.SLA_CONFIG?.startsWith(`${mount.mountPath}/`)).toBe(true);
  expect(pod.volumes[0].name).toBe(mount.name);
  expect(deployment.template.metadata.labels).toMatchObject(deployment.selector.matchLabels);
});

test("compose: the monitor's address, user and settings are those of the other service and the volume", () => {
  const { database, monitor } = compose;
  const { POSTGRES_USER: user = "", POSTGRES_DB: name } = database.environment;
  const url = /^postgres:\/\/(\w+):\$\{POSTGRES_PASSWORD:\?[^}]+\}@(\w+)\/(\w+)$/.exec(
    monitor.environment.STATE_URL ?? "",
  );
  expect(url?.slice(1)).toEqual([user, "database", name]);
  expect(database.healthcheck.test).toEqual(["CMD", "pg_isready", "-U", user]);
  expect(existsSync(join(root, "deploy", monitor.build, "Dockerfile"))).toBe(true);
  const [, folder = "none"] = monitor.volumes[0]?.split(":") ?? [];
  expect(monitor.environment.SLA_CONFIG?.startsWith(`${folder}/`)).toBe(true);
});

test("whoever stops it waits longer than the ten seconds it may take", () => {
  const stops = [
    compose.monitor.stop_grace_period,
    unit("TimeoutStopSec")[0],
    pod.terminationGracePeriodSeconds,
  ];
  for (const time of stops) expect(Number.parseInt(String(time), 10)).toBeGreaterThan(10);
});
