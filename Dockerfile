# The bot. Its image has Node, git and their libraries: no shell, no package manager, nobody but a user without rights.

FROM node:24.21.0-bookworm-slim AS build
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates git
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build:bot
RUN sh deploy/image/collect-git.sh /collected

# The same Debian as above: git's libraries are that one's.
FROM gcr.io/distroless/nodejs24-debian12:nonroot
COPY --from=build /collected/ /
COPY --from=build /build/package.json /build/LICENSE /app/
COPY --from=build /build/policies/ /app/policies/
COPY --from=build /build/dist/bot/ /app/dist/bot/
WORKDIR /app
USER 65532:65532
ENV NODE_ENV=production TIDEWAITER_DATA_FOLDER=/data
EXPOSE 3000 9090
ENTRYPOINT ["/nodejs/bin/node", "/app/dist/bot/main.js"]
