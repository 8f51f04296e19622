# Built in two steps: the compiler that SQLite needs stays out of what runs.
FROM node:22-bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM node:22-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/dist ./dist
COPY --from=build --chown=root:root /app/package.json ./
# The only place it writes to: mount a volume here, and the rest may be read-only.
RUN mkdir /app/data && chown node:node /app/data
VOLUME /app/data
USER node
# Healthy: settings and state are readable, and TheHive, Slack and Twilio answer.
HEALTHCHECK --interval=5m --timeout=60s --start-period=1m CMD ["node", "dist/main.js", "check"]
ENTRYPOINT ["node", "--enable-source-maps", "dist/main.js"]
CMD ["start"]
