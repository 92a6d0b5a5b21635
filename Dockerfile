# The dashboard, the open data and the loader in one image: as another user than root, on a root file system that may be
# read-only, with everything that is written below /data and /tmp. docs/hosting.md says how it is run.
FROM python:3.13-slim-bookworm AS packages
COPY requirements.txt /tmp/requirements.txt
# Every package is a ready-made wheel, known by its hash; the environment gets no installer of its own.
RUN python -m venv --without-pip /opt/ses \
  && python -m pip --python /opt/ses/bin/python install --no-cache-dir --only-binary :all: \
    --require-hashes -r /tmp/requirements.txt

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --home-dir /tmp ses \
  && install --directory --owner ses --group ses /data \
  && python -m pip uninstall --yes --quiet --root-user-action ignore pip
COPY --from=packages /opt/ses /opt/ses
WORKDIR /srv/ses-health
COPY dashboard.py serve.py LICENSE ./
COPY .streamlit .streamlit
COPY data/published data/published
COPY data/reference data/reference
COPY static static
COPY etl etl
COPY metrics metrics
COPY web web
COPY pages pages
RUN /opt/ses/bin/python -m compileall -q .

ENV PATH=/opt/ses/bin:$PATH HOME=/tmp SES_DATA=/data PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001
VOLUME /data
EXPOSE 8501
# 200 with the served build, 503 without one; below SES_BASE_PATH where everything is.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["python", "-c", "import os, urllib.request; steps = filter(None, os.environ.get('SES_BASE_PATH', '').split('/')); urllib.request.urlopen('/'.join(['http://127.0.0.1:8501', *steps, 'healthz']), timeout=8)"]
# A build that fails leaves the last one, which is served.
CMD ["sh", "-c", "python -m etl build --when-behind; exec python serve.py --host 0.0.0.0 --port 8501"]
