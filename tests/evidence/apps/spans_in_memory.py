"""Sets up OpenTelemetry's SDK; its spans stay in memory until `show_spans` prints them."""

from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

spans = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(spans))
trace.set_tracer_provider(provider)


def show_spans():
    for span in spans.get_finished_spans():
        of = span.attributes
        method = of.get("http.request.method", of.get("http.method"))
        status = of.get("http.response.status_code", of.get("http.status_code"))
        print(span.kind.name, span.name, method, status)
