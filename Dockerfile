# Built in two steps: the compiler that SQLite needs stays out of what runs.
ARG NODE=node:24.11.1-bookworm-slim

FROM ${NODE} AS build
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM ${NODE}
ENV NODE_ENV=production METRICS_ADDRESS=127.0.0.1:9464
WORKDIR /app
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/dist ./dist
COPY --from=build --chown=root:root /app/package.json ./
COPY --chown=root:root bin ./bin
# The only place it writes to: mount a volume here, and the rest may be read-only.
RUN mkdir /app/data && chown node:node /app/data
VOLUME /app/data
USER node
# Healthy: the process itself says so, over loopback. Whether tokens and rights are right says `check`.
HEALTHCHECK --interval=30s --timeout=10s --start-period=1m CMD ["node", "-e", "fetch(`http://${process.env.METRICS_ADDRESS}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/sla-monitor.cjs"]
CMD ["start"]
