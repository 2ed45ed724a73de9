# syntax=docker/dockerfile:1
FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements/build.txt requirements/run.txt requirements/
# Exact versions, checked against their hashes; the project itself is built from what is already here.
RUN python -m venv /opt/parley \
    && /opt/parley/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/run.txt \
    && python -m pip install --no-cache-dir --require-hashes -r requirements/build.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY cogs cogs
COPY storage storage
RUN python -m pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /opt/parley/bin/python -m pip install --no-cache-dir --no-deps --no-index /wheels/*.whl

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 parley \
    && mkdir --parents /data /config \
    && chown parley:parley /data
COPY --from=build /opt/parley /opt/parley
ENV PATH="/opt/parley/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PARLEY_DATABASE__URL="sqlite:////data/parley.db" \
    PARLEY_EVIDENCE__DIR="/data/evidence"
USER parley
WORKDIR /data
VOLUME ["/data"]
STOPSIGNAL SIGTERM
# The configuration is mounted at /config/config.toml; `docker run … parley migrate --config /config/config.toml` comes first.
CMD ["parley", "run", "--config", "/config/config.toml"]
