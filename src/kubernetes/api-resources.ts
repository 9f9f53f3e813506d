/**
 * The kinds that Kubernetes itself serves, up to 1.34, those of its old beta groups that manifests still name, and its own CRD group.
 * A line is a group and its versions, then `Kind=resource`; a `!` marks cluster scope.
 * Source: the API reference of Kubernetes 1.16 to 1.34, discovery documents.
 */
export const API_RESOURCES = `
core v1: !ComponentStatus=componentstatuses ConfigMap=configmaps Endpoints=endpoints Event=events LimitRange=limitranges !Namespace=namespaces !Node=nodes !PersistentVolume=persistentvolumes PersistentVolumeClaim=persistentvolumeclaims Pod=pods PodTemplate=podtemplates ReplicationController=replicationcontrollers ResourceQuota=resourcequotas Secret=secrets Service=services ServiceAccount=serviceaccounts Binding=bindings
apps v1,v1beta2,v1beta1: ControllerRevision=controllerrevisions DaemonSet=daemonsets Deployment=deployments ReplicaSet=replicasets StatefulSet=statefulsets
extensions v1beta1: DaemonSet=daemonsets Deployment=deployments ReplicaSet=replicasets Ingress=ingresses NetworkPolicy=networkpolicies !PodSecurityPolicy=podsecuritypolicies
batch v1,v1beta1,v2alpha1: CronJob=cronjobs Job=jobs
autoscaling v1,v2,v2beta1,v2beta2: HorizontalPodAutoscaler=horizontalpodautoscalers Scale=scales
policy v1,v1beta1: PodDisruptionBudget=poddisruptionbudgets !PodSecurityPolicy=podsecuritypolicies Eviction=evictions
networking.k8s.io v1,v1beta1,v1alpha1: Ingress=ingresses !IngressClass=ingressclasses NetworkPolicy=networkpolicies !IPAddress=ipaddresses !ServiceCIDR=servicecidrs !ClusterCIDR=clustercidrs
rbac.authorization.k8s.io v1,v1beta1,v1alpha1: !ClusterRole=clusterroles !ClusterRoleBinding=clusterrolebindings Role=roles RoleBinding=rolebindings
storage.k8s.io v1,v1beta1,v1alpha1: !CSIDriver=csidrivers !CSINode=csinodes CSIStorageCapacity=csistoragecapacities !StorageClass=storageclasses !VolumeAttachment=volumeattachments !VolumeAttributesClass=volumeattributesclasses
storagemigration.k8s.io v1alpha1: !StorageVersionMigration=storageversionmigrations
admissionregistration.k8s.io v1,v1beta1,v1alpha1: !MutatingWebhookConfiguration=mutatingwebhookconfigurations !ValidatingWebhookConfiguration=validatingwebhookconfigurations !ValidatingAdmissionPolicy=validatingadmissionpolicies !ValidatingAdmissionPolicyBinding=validatingadmissionpolicybindings !MutatingAdmissionPolicy=mutatingadmissionpolicies !MutatingAdmissionPolicyBinding=mutatingadmissionpolicybindings
apiextensions.k8s.io v1,v1beta1: !CustomResourceDefinition=customresourcedefinitions
apiregistration.k8s.io v1,v1beta1: !APIService=apiservices
certificates.k8s.io v1,v1beta1,v1alpha1: !CertificateSigningRequest=certificatesigningrequests !ClusterTrustBundle=clustertrustbundles PodCertificateRequest=podcertificaterequests
coordination.k8s.io v1,v1beta1,v1alpha2,v1alpha1: Lease=leases LeaseCandidate=leasecandidates
discovery.k8s.io v1,v1beta1: EndpointSlice=endpointslices
events.k8s.io v1,v1beta1: Event=events
flowcontrol.apiserver.k8s.io v1,v1beta3,v1beta2,v1beta1: !FlowSchema=flowschemas !PriorityLevelConfiguration=prioritylevelconfigurations
node.k8s.io v1,v1beta1,v1alpha1: !RuntimeClass=runtimeclasses
scheduling.k8s.io v1,v1beta1,v1alpha1: !PriorityClass=priorityclasses
resource.k8s.io v1,v1beta2,v1beta1,v1alpha3: !DeviceClass=deviceclasses ResourceClaim=resourceclaims ResourceClaimTemplate=resourceclaimtemplates !ResourceSlice=resourceslices !DeviceTaintRule=devicetaintrules
internal.apiserver.k8s.io v1alpha1: !StorageVersion=storageversions
authentication.k8s.io v1,v1beta1,v1alpha1: !TokenReview=tokenreviews !SelfSubjectReview=selfsubjectreviews TokenRequest=tokenrequests
authorization.k8s.io v1,v1beta1: LocalSubjectAccessReview=localsubjectaccessreviews !SelfSubjectAccessReview=selfsubjectaccessreviews !SelfSubjectRulesReview=selfsubjectrulesreviews !SubjectAccessReview=subjectaccessreviews
`;
