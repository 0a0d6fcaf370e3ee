"""The layers: each small function gathers the policies that its layer holds for one case."""

from iamlab.engine.evaluation.layers.attached import gather_boundary, gather_identity
from iamlab.engine.evaluation.layers.endpoint import gather_endpoint
from iamlab.engine.evaluation.layers.guardrails import gather_rcps, gather_scps
from iamlab.engine.evaluation.layers.holdings import Holding, Holdings
from iamlab.engine.evaluation.layers.resource import gather_resource
from iamlab.engine.evaluation.layers.session import gather_session
from iamlab.engine.evaluation.words import Layer

GATHERERS = {
    Layer.RCP: gather_rcps,
    Layer.SCP: gather_scps,
    Layer.ENDPOINT: gather_endpoint,
    Layer.RESOURCE: gather_resource,
    Layer.IDENTITY: gather_identity,
    Layer.BOUNDARY: gather_boundary,
    Layer.SESSION: gather_session,
}
"""One function a layer: a Case and the rules in, the layer's Holdings out."""

__all__ = ["GATHERERS", "Holding", "Holdings"]
