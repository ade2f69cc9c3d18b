# Two steps: install into a virtual environment, then copy it into a clean image.
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 SIGNPOST_DATA_DIR=/data
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin signpost \
    && install -d -o signpost -g signpost -m 0700 /data
WORKDIR /app
COPY --from=build /venv /venv
COPY bot ./bot
COPY knowledge ./knowledge
COPY dialogs ./dialogs
USER signpost
VOLUME /data
# Red when Telegram has not answered a poll for a while, or when the database cannot be written.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["python", "-m", "bot", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
