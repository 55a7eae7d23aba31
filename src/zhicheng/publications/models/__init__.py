"""The tables of this module, one file a noun."""

from zhicheng.publications.models.documents import Correction, Document, NumberSeries, Version
from zhicheng.publications.models.forms import ArrivedForm, FormRequest, FormTemplate

__all__ = ["ArrivedForm", "Correction", "Document", "FormRequest", "FormTemplate", "NumberSeries", "Version"]
